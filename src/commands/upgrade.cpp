#include "commands/context.hpp"
#include "commands/verbs.hpp"
#include "diag/log.hpp"
#include "revision/offline.hpp"

namespace headstart::commands {

int upgrade(Context& context, const Arguments& arguments) {
    auto targets = arguments.positionals();
    if (targets.empty()) {
        targets.emplace_back("head");
    }
    for (const auto& target : targets) {
        revision::forbid_range(target);
    }
    const auto scripts = load_scripts(context);
    scripts.require_revisions();
    const auto session = open_session(context, Patience::asks_once);
    const auto outcome = migrate::upgrade(*session, scripts, targets, run_options(context));
    if (outcome.applied == 0 && !outcome.is_ahead) {
        diag::log_info("nothing to do: the database is there already", {{"event", "up_to_date"}});
    }
    return 0;
}

int downgrade(Context& context, const Arguments& arguments) {
    const auto target = arguments.positionals().front();
    revision::forbid_range(target);
    const auto scripts = load_scripts(context);
    scripts.require_revisions();
    const auto session = open_session(context, Patience::asks_once);
    if (migrate::downgrade(*session, scripts, target, run_options(context)).applied == 0) {
        diag::log_info("nothing to do: the database is there already", {{"event", "up_to_date"}});
    }
    return 0;
}

} // namespace headstart::commands
