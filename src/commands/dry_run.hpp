#pragma once

#include "commands/listing.hpp"
#include "revision/plan.hpp"

#include <functional>
#include <string>
#include <vector>

namespace headstart::commands {

/// `--dry-run`: prints the steps that a run would take from where the database is, each with its section as
/// it stands in the file. Takes no lock and changes nothing; what a run would refuse is refused alike.
void show_plan(Context& context, const scripts::ScriptDirectory& scripts, Format format,
               const std::function<std::vector<revision::Step>(const std::vector<std::string>& rows)>& plan);

} // namespace headstart::commands
