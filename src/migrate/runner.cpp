#include "migrate/runner.hpp"

#include "base/duration.hpp"
#include "base/text.hpp"
#include "diag/codes.hpp"
#include "diag/diagnostic.hpp"
#include "diag/log.hpp"
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

using Planner = std::function<std::vector<revision::Step>(const std::vector<std::string>& rows)>;

/// Alembic's words: "Running upgrade a -> b, message".
void log_step(const Migration& migration) {
    const auto& revision = migration.revision();
    diag::log_info(headstart::revision::step_line(migration.step),
                   {{"event", migration.is_up() ? "upgrade" : "downgrade"},
                    {"revision", revision.id},
                    {"down_revision", base::join(revision.down_revisions, ", ")},
                    {"file", migration.source->path}});
}

/// Applies them in order. An error leaves with a note of what had been applied before it.
void apply_all(database::Session& session, std::span<const Migration> migrations,
               bool transaction_per_migration) {
    std::vector<std::string> applied;
    while (!migrations.empty()) {
        const auto group = next_group(migrations, transaction_per_migration);
        for (const auto& migration : group) {
            log_step(migration);
        }
        try {
            if (group.front().transactional) {
                session.apply(group);
            } else {
                session.apply_stepwise(group.front());
            }
        } catch (diag::Error& error) {
            error.add_note(applied.empty() ? "no other revision was applied in this run"
                                           : fmt::format("applied before it in this run, and kept: {}",
                                                         base::join(applied, ", ")));
            throw;
        }
        for (const auto& migration : group) {
            applied.push_back(migration.revision().id);
        }
        migrations = migrations.subspan(group.size());
    }
}

/// Only its owner knows what a database with tables but without a version table is at. Asked here, under the
/// lock and before anything is created, instead of failing at the first CREATE TABLE that is there already.
void require_adopted(database::Session& session) {
    const auto tables = session.list_tables();
    if (tables.empty()) {
        return;
    }
    diag::Diagnostic problem;
    problem.code = diag::code::not_adopted;
    problem.message =
        "the database holds tables but no version table, so it is unknown which revisions it has";
    problem.notes = {
        fmt::format("tables found: {}{}", base::join(tables, ", "), tables.size() == 5 ? ", …" : "")};
    problem.hint = "`headstart stamp REVISION` (or `stamp head`) if the tables are those of a revision; "
                   "`headstart stamp base` if none of the revisions has been applied. Then run it again";
    throw diag::Error(diag::ExitCode::failed, std::move(problem));
}

/// What is to be run on a database that stands so. Throws before anything has been created.
std::vector<Migration> prepare_for(database::Session& session, const scripts::ScriptDirectory& scripts,
                                   const database::Standing& standing, const Planner& plan) {
    auto migrations = prepare(scripts, plan(standing.rows), session.server_version());
    if (!migrations.empty() && !standing.has_version_table) {
        require_adopted(session);
    }
    return migrations;
}

/// Applies what is missing under the lock. `rows` were read before it and may be old.
Outcome run(database::Session& session, const scripts::ScriptDirectory& scripts, const Planner& plan,
            const RunOptions& options) {
    if (plan(session.read_standing().rows).empty()) {
        return {};
    }
    const auto is_done = [&] { return plan(session.read_standing().rows).empty(); };
    if (acquire_lock(session, options.lock, is_done) == LockOutcome::not_needed) {
        return {};
    }
    // Beyond this point nobody else migrates; what was read before the lock may be old.
    const auto migrations = prepare_for(session, scripts, session.read_standing(), plan);
    if (migrations.empty()) {
        return {};
    }
    session.create_tables();
    const auto begin = base::Clock::now();
    apply_all(session, migrations, options.transaction_per_migration);
    const auto span = std::chrono::duration_cast<base::milliseconds>(base::Clock::now() - begin);
    diag::log_info(fmt::format("{} revision{} applied in {}", migrations.size(),
                               migrations.size() == 1 ? "" : "s", base::format_duration(span)),
                   {{"event", "applied"},
                    {"revisions", static_cast<std::int64_t>(migrations.size())},
                    {"duration_ms", std::int64_t{span.count()}}});
    return {.applied = migrations.size()};
}

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

void lock_and_create_tables(database::Session& session, const RunOptions& options) {
    session.read_standing(); // finds the version table, from which the lock has its key
    acquire_lock(session, options.lock, [] { return false; });
    session.create_tables();
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
    lock_and_create_tables(session, options);
    const auto rows = session.read_standing().rows;
    session.stamp(to_stamps(scripts.graph(), revision::plan_stamp(scripts.graph(), rows, targets, purge)),
                  purge);
}

void ensure_version(database::Session& session, const RunOptions& options) {
    lock_and_create_tables(session, options);
}

} // namespace headstart::migrate
