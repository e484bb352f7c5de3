#include "migrate/runner.hpp"

#include "diag/log.hpp"
#include "migrate/execution.hpp"
#include "migrate/prepare.hpp"
#include "migrate/unknown_rows.hpp"
#include "revision/describe.hpp"
#include "revision/plan.hpp"
#include "revision/version_rows.hpp"

#include <fmt/format.h>

#include <functional>
#include <span>
#include <utility>

namespace headstart::migrate {

using database::Migration;

namespace {

std::vector<database::Stamp> to_stamps(const revision::RevisionGraph& graph,
                                       std::vector<revision::StampStep> steps) {
    for (const auto& step : steps) {
        diag::log_info(revision::stamp_line(step), {{"event", "stamp"}, {"revision", step.to}});
    }
    return stamps_of(graph, std::move(steps));
}

Planner upgrade_planner(database::Session& session, const scripts::ScriptDirectory& scripts,
                        const std::vector<std::string>& targets, const RunOptions& options) {
    return [&](const auto& rows) { return plan_upgrade(session, scripts.graph(), rows, targets, options); };
}

Planner downgrade_planner(database::Session& session, const scripts::ScriptDirectory& scripts,
                          std::string_view target) {
    return [&session, &scripts, target](const auto& rows) {
        // What is not in the folder cannot be undone from it.
        if (const auto comparison = compare_rows(scripts.graph(), rows, session);
            comparison.lineage != Lineage::known) {
            throw refusal(comparison);
        }
        return revision::plan_downgrade(scripts.graph(), rows, target);
    };
}

Outcome run(database::Session& session, const scripts::ScriptDirectory& scripts, const Planner& plan,
            const RunOptions& options) {
    return {.applied = execute(session, scripts, plan, {options.lock, options.transaction_per_migration})};
}

} // namespace

std::vector<revision::Step> plan_upgrade(database::Session& session, const revision::RevisionGraph& graph,
                                         const std::vector<std::string>& rows,
                                         const std::vector<std::string>& targets, const RunOptions& options) {
    const auto comparison = compare_rows(graph, rows, session);
    if (comparison.lineage == Lineage::known) {
        return revision::plan_upgrade(graph, rows, targets);
    }
    if (comparison.lineage == Lineage::foreign || options.refuses_ahead) {
        throw refusal(comparison);
    }
    diag::log_warning(describe_ahead(comparison), {{"event", "ahead"}});
    return {};
}

Outcome upgrade(database::Session& session, const scripts::ScriptDirectory& scripts,
                const std::vector<std::string>& targets, const RunOptions& options) {
    bool is_ahead = false;
    const auto planner = upgrade_planner(session, scripts, targets, options);
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
    return run(session, scripts, downgrade_planner(session, scripts, target), options);
}

std::vector<Migration> preview_upgrade(database::Session& session, const scripts::ScriptDirectory& scripts,
                                       const std::vector<std::string>& targets, const RunOptions& options) {
    return prepare_for(session, scripts, session.read_standing(),
                       upgrade_planner(session, scripts, targets, options));
}

std::vector<Migration> preview_downgrade(database::Session& session, const scripts::ScriptDirectory& scripts,
                                         std::string_view target) {
    return prepare_for(session, scripts, session.read_standing(),
                       downgrade_planner(session, scripts, target));
}

void stamp(database::Session& session, const scripts::ScriptDirectory& scripts,
           const std::vector<std::string>& targets, bool purge, const RunOptions& options) {
    // A target that makes no sense is refused before anything is created.
    revision::plan_stamp(scripts.graph(), session.read_standing().rows, targets, purge);
    across_reconnects(session, [&] {
        lock_and_create_tables(session, options.lock);
        const auto rows = session.read_standing().rows;
        session.stamp(to_stamps(scripts.graph(), revision::plan_stamp(scripts.graph(), rows, targets, purge)),
                      purge);
    });
}

void ensure_version(database::Session& session, const RunOptions& options) {
    across_reconnects(session, [&] { lock_and_create_tables(session, options.lock); });
}

} // namespace headstart::migrate
