#include "base/backoff.hpp"
#include "base/duration.hpp"
#include "base/text.hpp"
#include "commands/context.hpp"
#include "commands/verbs.hpp"
#include "diag/codes.hpp"
#include "diag/diagnostic.hpp"
#include "diag/log.hpp"
#include "migrate/goal.hpp"
#include "migrate/half_done.hpp"
#include "migrate/persistence.hpp"

#include <fmt/format.h>

#include <optional>
#include <string>
#include <vector>

namespace headstart::commands {

using namespace std::chrono_literals;

namespace {

diag::Error not_there(const std::string& target, base::milliseconds timeout,
                      const std::vector<std::string>& rows) {
    diag::Diagnostic problem;
    problem.code = diag::code::not_at_target;
    problem.message =
        fmt::format("the schema was not at {} within {}", target, base::format_duration(timeout));
    problem.notes = {rows.empty() ? "the database is at base"
                                  : fmt::format("the database is at {}", base::join(rows, ", "))};
    problem.hint = "does the container that migrates run, and on the same database?";
    return {diag::ExitCode::not_ready, std::move(problem)};
}

/// Asks again and again, without a lock and holding nothing in between.
void wait_for_revision(Context& context, database::Session& session, const std::string& target,
                       const base::Deadline& deadline) {
    const auto scripts = load_scripts(context);
    scripts.require_revisions();
    const auto plan =
        migrate::upgrade_planner(session, scripts.graph(), {target}, run_options(context).refuses_ahead);
    base::Backoff backoff(50ms, 2s);
    std::vector<std::string> rows;
    std::optional<database::HalfDone> half_undone;
    const auto is_there = [&] {
        bool is_empty = false;
        // A server that goes down and comes back is what is waited for, too.
        const auto look = [&] {
            const auto standing = session.glance();
            rows = standing.rows;
            half_undone = migrate::half_undone_below(standing, scripts.graph(), target);
            is_empty = plan(rows).empty() && !half_undone;
        };
        migrate::across_reconnects(session, look, {[&] { return deadline; }, context.stop()});
        return is_empty;
    };
    while (!is_there()) {
        if (deadline.has_passed()) {
            auto error = not_there(target, *context.settings.wait_timeout, rows);
            if (half_undone) {
                error.add_note(fmt::format("revision {} is half-done: {}", half_undone->revision,
                                           migrate::describe_progress(*half_undone)));
            }
            throw error;
        }
        diag::log_debug(fmt::format("the schema is not at {} yet", target));
        base::pause(backoff.next(), {deadline, context.stop()});
    }
}

} // namespace

int wait(Context& context, const Arguments& arguments) {
    const auto deadline = base::Deadline::after(*context.settings.wait_timeout);
    const auto target = arguments.value("--for");
    start_heartbeat(context);
    // Who only waits may talk to a standby; who migrates may not. An application that writes says so in its
    // URL (target_session_attrs=read-write), and is then waited for too.
    const auto session = open_session(context, Patience::waits, false);
    if (target) {
        wait_for_revision(context, *session, *target, deadline);
    }
    return 0;
}

} // namespace headstart::commands
