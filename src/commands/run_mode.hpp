#pragma once

#include "commands/context.hpp"
#include "migrate/script.hpp"

namespace headstart::commands {

/// What `upgrade`, `downgrade` and `stamp` do with their plan.
enum class RunMode {
    runs,
    writes_script, ///< --sql: no connection is made
    shows_plan     ///< --dry-run: connects, takes no lock, changes nothing
};

/// Throws diag::Error (usage) for options that contradict each other.
RunMode run_mode_of(const Arguments& arguments);

migrate::ScriptOptions script_options(const Context& context, const Arguments& arguments);

} // namespace headstart::commands
