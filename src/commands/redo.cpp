#include "migrate/redo.hpp"

#include "commands/context.hpp"
#include "commands/dump.hpp"
#include "commands/shared_options.hpp"
#include "commands/verbs.hpp"
#include "diag/codes.hpp"
#include "diag/log.hpp"
#include "diag/refusal.hpp"
#include "revision/identifier.hpp"
#include "revision/offline.hpp"

#include <fmt/format.h>

#include <array>

namespace headstart::commands {

namespace {

int redo(Context& context, const Arguments& arguments) {
    start_metrics(context);
    const auto scripts = load_scripts(context);
    scripts.require_revisions();
    const auto named = arguments.positional().value_or("-1");
    revision::forbid_range(named);
    const bool is_name = !named.starts_with('-') && named != "base";
    if (is_name) {
        revision::resolve_one(scripts.graph(), named); // an unknown one is told before anything is asked
    }
    start_heartbeat(context);
    auto session = open_session(context, Patience::asks_once);
    migrate::Outcome outcome;
    look_for_metrics(context, *session, scripts,
                     [&] { outcome = migrate::redo(*session, scripts, named, run_options(context)); });
    if (outcome.applied == 0 && is_name) {
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

constexpr std::array k_redo_options{k_no_dump};

} // namespace

const Command k_redo_command{
    .name = "redo",
    .summary = "undo the last revision and apply it again, while it is being written",
    .examples = "headstart redo\n"
                "headstart redo -2                    # the last two\n"
                "headstart redo 3f2a1c                # this one, and all behind it",
    .options = k_redo_options,
    .positional = {"revision", "the first that is done again, -N or base; default: -1",
                   PositionalSpec::Count::optional, "-1,base"},
    .run = redo,
};

} // namespace headstart::commands
