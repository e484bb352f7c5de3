#include "commands/schema_wait.hpp"

#include "base/backoff.hpp"
#include "base/duration.hpp"
#include "base/text.hpp"
#include "diag/codes.hpp"
#include "diag/diagnostic.hpp"
#include "diag/log.hpp"
#include "migrate/goal.hpp"
#include "migrate/half_done.hpp"
#include "migrate/persistence.hpp"

#include <fmt/format.h>

#include <functional>
#include <optional>
#include <vector>

namespace headstart::commands {

using namespace std::chrono_literals;

namespace {

/// What a look at the database tells of the way to a target.
struct Way {
    std::vector<std::string> rows;
    std::vector<std::string> missing; ///< ids, in the order in which they would run
    std::optional<database::HalfDone> half_done;

    [[nodiscard]] bool is_over() const { return missing.empty() && !half_done; }
};

/// Looks again with each call. A server that goes down and comes back is what is waited for, too.
std::function<Way()> way_to(Context& context, database::Session& session, const std::string& target,
                            const scripts::ScriptDirectory& scripts, const base::Deadline& deadline) {
    scripts.require_revisions();
    const auto plan =
        migrate::upgrade_planner(session, scripts.graph(), {target}, run_options(context).refuses_ahead);
    return [&context, &session, &scripts, target, plan, deadline] {
        Way way;
        const auto look = [&] {
            const auto standing = session.glance();
            way = {.rows = standing.rows,
                   .missing = {},
                   .half_done = migrate::half_undone_below(standing, scripts.graph(), target)};
            for (const auto& step : plan(way.rows)) {
                way.missing.push_back(step.revision->id);
            }
        };
        migrate::across_reconnects(session, look, {[&] { return deadline; }, context.stop()});
        return way;
    };
}

void note_standing(diag::Diagnostic& problem, const Way& way) {
    problem.notes.push_back(way.rows.empty()
                                ? "the database is at base"
                                : fmt::format("the database is at {}", base::join(way.rows, ", ")));
    if (way.half_done) {
        problem.notes.push_back(fmt::format("revision {} is half-done: {}", way.half_done->revision,
                                            migrate::describe_progress(*way.half_done)));
    }
}

diag::Error not_there(const std::string& target, base::milliseconds timeout, const Way& way) {
    diag::Diagnostic problem;
    problem.code = diag::code::not_at_target;
    problem.message =
        fmt::format("the schema was not at {} within {}", target, base::format_duration(timeout));
    note_standing(problem, way);
    problem.hint = "does the container that migrates run, and on the same database?";
    return {diag::ExitCode::not_ready, std::move(problem)};
}

diag::Error lacks(const std::string& target, const Way& way) {
    diag::Diagnostic problem;
    problem.code = diag::code::pending;
    problem.message = way.missing.empty() ? fmt::format("the schema is not at {}", target)
                                          : fmt::format("the schema is not at {}: {} {} pending: {}", target,
                                                        base::counted(way.missing.size(), "revision"),
                                                        way.missing.size() == 1 ? "is" : "are",
                                                        base::join(way.missing, ", "));
    note_standing(problem, way);
    problem.hint = "migrate first, with `headstart upgrade head` or a container that does "
                   "(HEADSTART_MODE=upgrade); HEADSTART_MODE=wait waits for it";
    return {diag::ExitCode::findings, std::move(problem)};
}

} // namespace

void wait_for_revision(Context& context, database::Session& session, const std::string& target,
                       const base::Deadline& deadline) {
    const auto scripts = load_scripts(context);
    const auto look = way_to(context, session, target, scripts, deadline);
    base::Backoff backoff(50ms, 2s);
    for (auto way = look(); !way.is_over(); way = look()) {
        if (deadline.has_passed()) {
            throw not_there(target, *context.settings.wait_timeout, way);
        }
        diag::log_debug(fmt::format("the schema is not at {} yet", target));
        base::pause(backoff.next(), {deadline, context.stop()});
    }
}

void require_revision(Context& context, database::Session& session, const std::string& target) {
    const auto scripts = load_scripts(context);
    const auto deadline = base::Deadline::after(*context.settings.wait_timeout);
    if (const auto way = way_to(context, session, target, scripts, deadline)(); !way.is_over()) {
        throw lacks(target, way);
    }
}

} // namespace headstart::commands
