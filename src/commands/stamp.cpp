#include "commands/context.hpp"
#include "commands/verbs.hpp"

namespace headstart::commands {

int stamp(Context& context, const Arguments& arguments) {
    const auto scripts = load_scripts(context);
    const auto session = open_session(context, Patience::asks_once);
    migrate::stamp(*session, scripts, arguments.positionals(), arguments.flag("--purge"),
                   run_options(context));
    return 0;
}

int ensure_version(Context& context, const Arguments& /*arguments*/) {
    const auto session = open_session(context, Patience::asks_once);
    migrate::ensure_version(*session, run_options(context));
    return 0;
}

} // namespace headstart::commands
