#include "commands/context.hpp"
#include "commands/run_mode.hpp"
#include "commands/usage_error.hpp"
#include "commands/verbs.hpp"

namespace headstart::commands {

int stamp(Context& context, const Arguments& arguments) {
    const auto mode = run_mode_of(arguments);
    if (mode == RunMode::runs) {
        start_metrics(context);
    }
    const auto scripts = load_scripts(context);
    if (mode == RunMode::writes_script) {
        if (arguments.flag("--purge")) {
            throw usage_error("Can't use --purge with --sql mode",
                              "--purge looks at the rows there are; leave out one of the two");
        }
        const auto script = begin_script(context);
        migrate::write_stamp(*script, scripts, arguments.positionals(), script_options(context, arguments));
        script->finish();
        return 0;
    }
    start_heartbeat(context);
    const auto session = open_session(context, Patience::asks_once);
    look_for_metrics(context, *session, scripts, [&] {
        migrate::stamp(*session, scripts, arguments.positionals(), arguments.flag("--purge"),
                       run_options(context));
    });
    return 0;
}

int ensure_version(Context& context, const Arguments& arguments) {
    if (run_mode_of(arguments) == RunMode::writes_script) {
        const auto script = begin_script(context);
        migrate::write_ensure_version(*script, script_options(context, arguments));
        script->finish();
        return 0;
    }
    start_heartbeat(context);
    const auto session = open_session(context, Patience::asks_once);
    migrate::ensure_version(*session, run_options(context));
    return 0;
}

} // namespace headstart::commands
