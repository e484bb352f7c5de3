#include "migrate/runner.hpp"

#include "base/text.hpp"
#include "migrate/adoption.hpp"
#include "migrate/execution.hpp"
#include "migrate/goal.hpp"
#include "migrate/half_done.hpp"
#include "migrate/persistence.hpp"
#include "migrate/prepare.hpp"
#include "migrate/recordable.hpp"
#include "revision/describe.hpp"
#include "revision/plan.hpp"
#include "revision/version_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace headstart::migrate {

using database::Migration;

namespace {

using Rows = std::vector<std::string>;

Outcome run(database::Session& session, const scripts::ScriptDirectory& scripts, const Planner& plan,
            const RunOptions& options) {
    return {.applied = execute(session, scripts, plan, options)};
}

/// A stamp whose answer may have been lost.
struct StampAttempt {
    Rows rows_before; ///< sorted, as rows_after
    Rows rows_after;
};

Rows rows_behind(const std::vector<revision::StampStep>& steps, bool purge, const Rows& rows) {
    if (steps.empty()) {
        return purge ? Rows{} : rows;
    }
    return revision::rows_after(steps.back());
}

std::vector<database::HalfDone> settled_by(const revision::RevisionGraph& graph,
                                           const revision::StampGoal& goal,
                                           const std::vector<database::HalfDone>& half_done,
                                           diag::Reporter& reporter) {
    std::vector<database::HalfDone> settled;
    for (const auto& one : half_done) {
        if (revision::speaks_about(graph, goal, one.revision)) {
            reporter.info(fmt::format("revision {} counts as half-done no more: {}", one.revision,
                                      describe_progress(one)),
                          {{"event", "settled"},
                           {"revision", one.revision},
                           {"direction", std::string(one.is_up ? "up" : "down")}});
            settled.push_back(one);
        }
    }
    return settled;
}

/// Alembic's line of a step names neither what `--purge` took away nor, of several, where all of them lead.
void tell_stamped(const Rows& before, const Rows& after, diag::Reporter& reporter) {
    const auto shown = [](const Rows& rows) { return rows.empty() ? "base" : base::join(rows, ", "); };
    reporter.info(before == after
                      ? fmt::format("stamped: nothing to change, the database is at {}", shown(after))
                      : fmt::format("stamped: {} -> {}", shown(before), shown(after)),
                  {{"event", "stamped"}, {"from", before}, {"to", after}});
}

} // namespace

Outcome upgrade(database::Session& session, const scripts::ScriptDirectory& scripts,
                const std::vector<std::string>& targets, const RunOptions& options) {
    bool is_ahead = false;
    const auto planner = upgrade_planner(session, scripts.graph(), targets, options.refuses_ahead);
    const auto plan = [&](const auto& rows) {
        is_ahead = !revision::unknown_rows(scripts.graph(), rows).empty();
        return planner(rows);
    };
    auto outcome = run(session, scripts, plan, options);
    outcome.is_ahead = is_ahead;
    return outcome;
}

Outcome downgrade(database::Session& session, const scripts::ScriptDirectory& scripts,
                  std::string_view target, const RunOptions& options) {
    return run(session, scripts, downgrade_planner(session, scripts.graph(), target), options);
}

namespace {

/// What has been begun is told: the run would go on behind the statements that are done.
std::vector<Migration> preview(database::Session& session, const scripts::ScriptDirectory& scripts,
                               const Planner& plan, const std::string& adopt_as = {}) {
    const auto standing = as_adopted(session, scripts, session.read_standing(), adopt_as);
    auto migrations = prepare_for(session, scripts, standing, plan);
    warn_of_half_done(standing, scripts.graph(), session.reporter());
    return migrations;
}

} // namespace

std::vector<Migration> preview_upgrade(database::Session& session, const scripts::ScriptDirectory& scripts,
                                       const std::vector<std::string>& targets, const RunOptions& options) {
    return preview(session, scripts,
                   upgrade_planner(session, scripts.graph(), targets, options.refuses_ahead),
                   options.adopt_as);
}

std::vector<Migration> preview_downgrade(database::Session& session, const scripts::ScriptDirectory& scripts,
                                         std::string_view target) {
    return preview(session, scripts, downgrade_planner(session, scripts.graph(), target));
}

void stamp(database::Session& session, const scripts::ScriptDirectory& scripts,
           const std::vector<std::string>& targets, bool purge, const RunOptions& options,
           const std::string& known_from) {
    const auto& graph = scripts.graph();
    std::optional<revision::StampGoal> goal;
    std::optional<StampAttempt> unanswered;
    until_undisturbed(session, [&] {
        if (!goal) { // what makes no sense is refused before anything is created
            goal = revision::read_stamp_goal(graph, session.read_standing().rows, targets, purge);
        }
        lock_and_create_tables(session, options.lock);
        const auto standing = session.read_standing();
        auto rows = standing.rows;
        std::sort(rows.begin(), rows.end());
        if (unanswered && rows != unanswered->rows_before) {
            if (rows == unanswered->rows_after) { // it had been committed
                tell_stamped(unanswered->rows_before, rows, session.reporter());
                return;
            }
            throw moved(base::join(targets, " "), unanswered->rows_before, rows);
        }
        auto steps = revision::plan_stamp(graph, rows, *goal);
        for (const auto& step : steps) {
            require_wide_enough(standing, step.row_changes);
            session.reporter().info(revision::stamp_line(step), {{"event", "stamp"}, {"revision", step.to}});
        }
        const auto settled = settled_by(graph, *goal, standing.half_done, session.reporter());
        unanswered = {rows, rows_behind(steps, purge, rows)};
        try {
            session.stamp(stamps_of(graph, std::move(steps), known_from), purge, settled);
        } catch (const database::PlanOutdated&) {
            unanswered.reset(); // this is an answer
            throw;
        }
        tell_stamped(unanswered->rows_before, unanswered->rows_after, session.reporter());
    });
}

void ensure_version(database::Session& session, const RunOptions& options) {
    across_reconnects(session, [&] { lock_and_create_tables(session, options.lock); });
}

} // namespace headstart::migrate
