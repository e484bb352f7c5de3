#include "migrate/runner.hpp"

#include "base/duration.hpp"
#include "base/text.hpp"
#include "diag/diagnostic.hpp"
#include "diag/log.hpp"
#include "migrate/prepare.hpp"
#include "revision/describe.hpp"
#include "revision/plan.hpp"

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
    const auto parents = base::join(revision.down_revisions, ", ");
    const auto& from = migration.is_up() ? parents : revision.id;
    const auto& to = migration.is_up() ? revision.id : parents;
    const std::string verb = migration.is_up() ? "upgrade" : "downgrade";
    diag::log_info(fmt::format("Running {} {} -> {}{}{}", verb, from, to,
                               revision.message.empty() ? "" : ", ", revision.message),
                   {{"event", verb},
                    {"revision", revision.id},
                    {"down_revision", parents},
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

Outcome run(database::Session& session, const scripts::ScriptDirectory& scripts, const Planner& plan,
            const RunOptions& options) {
    auto rows = session.read_standing().rows;
    if (plan(rows).empty()) {
        return {0, std::move(rows)};
    }
    const auto lock = acquire_lock(session, options.lock, [&] {
        rows = session.read_standing().rows;
        return plan(rows).empty();
    });
    if (lock == LockOutcome::not_needed) {
        return {0, std::move(rows)};
    }
    // Beyond this point nobody else migrates; what was read before the lock may be old.
    rows = session.read_standing().rows;
    const auto steps = plan(rows);
    const auto migrations = prepare(scripts, steps, session.server_version());
    if (migrations.empty()) {
        return {0, std::move(rows)};
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
    return {migrations.size(), std::move(rows)};
}

std::vector<database::Stamp> to_stamps(const revision::RevisionGraph& graph,
                                       std::vector<revision::StampStep> steps) {
    for (const auto& step : steps) {
        diag::log_info(revision::stamp_line(step), {{"event", "stamp"}, {"revision", step.to}});
    }
    return stamps_of(graph, std::move(steps));
}

void lock_and_create_tables(database::Session& session, const RunOptions& options) {
    session.read_standing(); // finds the version table, from which the lock has its key
    acquire_lock(session, options.lock, [] { return false; });
    session.create_tables();
}

} // namespace

Outcome upgrade(database::Session& session, const scripts::ScriptDirectory& scripts,
                const std::vector<std::string>& targets, const RunOptions& options) {
    const auto plan = [&](const auto& rows) {
        return revision::plan_upgrade(scripts.graph(), rows, targets);
    };
    return run(session, scripts, plan, options);
}

Outcome downgrade(database::Session& session, const scripts::ScriptDirectory& scripts,
                  std::string_view target, const RunOptions& options) {
    const auto plan = [&](const auto& rows) {
        return revision::plan_downgrade(scripts.graph(), rows, target);
    };
    return run(session, scripts, plan, options);
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
