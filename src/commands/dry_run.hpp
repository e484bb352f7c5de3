#pragma once

#include "commands/listing.hpp"

#include <vector>

namespace headstart::commands {

/// `--dry-run`: prints the steps that a run would take, each with its section as it stands in the file.
void print_plan(const std::vector<database::Migration>& migrations, const scripts::ScriptDirectory& scripts,
                Format format);

} // namespace headstart::commands
