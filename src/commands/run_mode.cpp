#include "commands/run_mode.hpp"

#include "commands/usage_error.hpp"

namespace headstart::commands {

RunMode run_mode_of(const Arguments& arguments) {
    const bool writes_script = arguments.flag("--sql");
    const bool shows_plan = arguments.flag("--dry-run");
    if (writes_script && shows_plan) {
        throw usage_error("--sql and --dry-run are two different things",
                          "--sql writes a script without a database; --dry-run asks the database");
    }
    if (arguments.flag("--tag") && !writes_script) {
        throw usage_error("--tag marks the script that --sql writes", "leave out --tag, or add --sql");
    }
    if (arguments.flag("--format") && !shows_plan) {
        throw usage_error("--format says how --dry-run shows the plan",
                          "leave out --format, or add --dry-run");
    }
    return writes_script ? RunMode::writes_script : shows_plan ? RunMode::shows_plan : RunMode::runs;
}

migrate::ScriptOptions script_options(const Context& context, const Arguments& arguments) {
    return {*context.settings.transaction_per_migration, arguments.value("--tag").value_or("")};
}

} // namespace headstart::commands
