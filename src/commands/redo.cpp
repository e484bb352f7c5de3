#include "migrate/redo.hpp"

#include "commands/context.hpp"
#include "commands/dump.hpp"
#include "commands/verbs.hpp"
#include "diag/codes.hpp"
#include "diag/log.hpp"
#include "diag/refusal.hpp"
#include "revision/identifier.hpp"
#include "revision/offline.hpp"

#include <fmt/format.h>

namespace headstart::commands {

namespace {

/// How far down: `-N` says so, and `base` means all. Any other name is of the first revision that is done
/// again: to the one below it.
std::string below(const scripts::ScriptDirectory& scripts, const std::string& name) {
    if (name.starts_with('-') || name == "base") {
        return name;
    }
    const auto* const first = revision::resolve_one(scripts.graph(), name);
    if (first == nullptr || first->down_revisions.empty()) {
        return "base";
    }
    return first->id + "-1";
}

} // namespace

int redo(Context& context, const Arguments& arguments) {
    start_metrics(context);
    const auto scripts = load_scripts(context);
    scripts.require_revisions();
    const auto target = below(scripts, arguments.positional().value_or("-1"));
    revision::forbid_range(target);
    start_heartbeat(context);
    auto session = open_session(context, Patience::asks_once);
    migrate::Outcome outcome;
    look_for_metrics(context, *session, scripts,
                     [&] { outcome = migrate::redo(*session, scripts, target, run_options(context)); });
    const auto named = arguments.positional().value_or("-1");
    if (outcome.applied == 0 && !named.starts_with('-') && named != "base") {
        throw diag::refusal(diag::code::invalid_target,
                            fmt::format("{} is not applied: there is nothing to do again", named),
                            "nothing was done; `headstart upgrade` applies what is pending");
    }
    if (outcome.applied == 0) {
        diag::log_info("nothing to do: there is nothing applied to do again", {{"event", "up_to_date"}});
    }
    session.reset();
    keep_dump(context, arguments, outcome.applied > 0);
    return 0;
}

} // namespace headstart::commands
