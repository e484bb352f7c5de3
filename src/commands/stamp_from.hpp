#pragma once

#include "commands/context.hpp"
#include "scripts/script_directory.hpp"

#include <string>

namespace headstart::commands {

/// `stamp --from TOOL`: the version table says afterwards what the tool's own table says, which stays as it
/// is. `auto`: the tool is the one whose table is there. Throws diag::Error (failed, other_table) where the
/// two do not match, or the database is at something else already.
int stamp_from(Context& context, const Arguments& arguments, const scripts::ScriptDirectory& scripts,
               const std::string& tool);

} // namespace headstart::commands
