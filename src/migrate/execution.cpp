#include "migrate/execution.hpp"

#include "base/duration.hpp"
#include "base/text.hpp"
#include "diag/codes.hpp"
#include "diag/diagnostic.hpp"
#include "migrate/adoption.hpp"
#include "migrate/applied_files.hpp"
#include "migrate/applying.hpp"
#include "migrate/commits.hpp"
#include "migrate/crashes.hpp"
#include "migrate/half_done.hpp"
#include "migrate/persistence.hpp"
#include "migrate/prepare.hpp"
#include "migrate/recordable.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <span>
#include <utility>

namespace headstart::migrate {

using database::Migration;

namespace {

/// Before anything runs: half of a plan on the wrong connection helps nobody.
void require_own_session(const database::Session& session, std::span<const Migration> migrations) {
    const auto stepwise = std::find_if(migrations.begin(), migrations.end(),
                                       [](const Migration& migration) { return !migration.transactional; });
    if (session.keeps_its_session() || stepwise == migrations.end()) {
        return;
    }
    diag::Diagnostic problem;
    problem.code = diag::code::no_own_session;
    problem.message =
        fmt::format("revision {} runs outside of a transaction, which needs a session of its own; this "
                    "connection goes through a pooler that shares sessions between transactions",
                    stepwise->revision().id);
    problem.notes = {fmt::format("file: {}", stepwise->source->path),
                     "nothing of this run has been executed"};
    problem.hint =
        "give headstart a URL that leads to the server itself: set MIGRATION_DATABASE_URL; the application "
        "keeps the pooler's, and does not get to see the other";
    throw diag::Error(diag::ExitCode::failed, std::move(problem));
}

/// One call's way to the target, over as many looks at the database as it takes.
class Execution {
public:
    Execution(database::Session& session, const scripts::ScriptDirectory& scripts, const Planner& plan,
              const RunOptions& options)
        : m_session(session)
        , m_scripts(scripts)
        , m_plan(plan)
        , m_options(options) {}

    std::size_t run() {
        try {
            until_undisturbed(m_session, [&] { reach_target_or_note_loss(); },
                              {.until = [&] { return m_lock_deadline ? m_lock_deadline : m_ready_deadline; },
                               .stop = m_options.lock.stop});
        } catch (const base::Stopped&) {
            m_commits.tell_kept(m_session.reporter());
            throw;
        }
        return m_commits.count();
    }

    /// Of what was run.
    [[nodiscard]] bool is_downwards() const { return m_commits.is_downwards(); }

private:
    void reach_target_or_note_loss() {
        try {
            reach_target();
        } catch (const database::SessionLost& lost) {
            m_commits.lost_at(lost.work(), m_session);
            m_crashes.lost(lost, m_session);
            throw;
        }
    }

    void reach_target() {
        if (is_at_target()) {
            return;
        }
        if (!m_lock_deadline) { // else a loss has interrupted the waiting
            m_lock_deadline = base::Deadline::after(m_options.lock.timeout);
        }
        if (acquire_lock(m_session, m_options.lock, *m_lock_deadline, [&] { return is_at_target(); }) ==
            LockOutcome::acquired) {
            m_lock_deadline.reset();
            // Beyond this point nobody else migrates; what was read before the lock may be old.
            apply_missing(adopted(m_session, m_scripts, m_session.read_standing(), m_options.adopt_as));
        }
    }

    void apply_missing(const database::Standing& standing) {
        const auto migrations =
            prepare_for(m_session, m_scripts, standing, [&](const auto& rows) { return plan(rows); });
        account_for_last_attempt(migrations);
        m_commits.compare(migrations, standing, m_session);
        warn_of_edits(migrations, standing.rows);
        require_own_session(m_session, migrations);
        if (!migrations.empty()) {
            m_commits.set_downwards(!migrations.front().is_up());
            m_session.create_tables();
            if (!standing.is_journal_hidden) {
                m_crashes.look(m_session, migrations);
            }
            apply(migrations, standing.half_done);
        }
    }

    void apply(std::span<const Migration> migrations, const std::vector<database::HalfDone>& half_done) {
        Applying applying(m_session, {m_options.transaction_per_migration, m_options.lock.stop}, m_commits,
                          m_crashes, half_done);
        try {
            applying.run(migrations);
        } catch (const database::SessionLost&) {
            m_under_way = applying.under_way();
            throw;
        }
    }

    /// Where something is to be applied, and not each time an application starts: it takes a look at the
    /// journal, and reading all applied files takes half as long as all the rest of a start does.
    void warn_of_edits(std::span<const Migration> migrations, const std::vector<std::string>& rows) {
        if (!migrations.empty() && migrations.front().is_up() && !std::exchange(m_has_warned, true) &&
            m_session.may_read_journal()) {
            warn_of_edited(compare_files(m_scripts, rows, m_session), m_session.reporter());
        }
    }

    /// What is half-done is looked at again under the lock: who has that may be finishing it.
    bool is_at_target() {
        const auto standing = m_session.glance();
        const bool is_there =
            plan(standing.rows).empty() && !concerns_any(standing.half_done, m_scripts.graph());
        if (is_there) {
            account_for_last_attempt({});
            if (!std::exchange(m_has_told_half_done, true)) {
                warn_of_half_done(standing, m_scripts.graph(), m_session.reporter());
            }
        }
        return is_there;
    }

    /// A database that has been moved is refused with what this run had done before.
    std::vector<revision::Step> plan(const std::vector<std::string>& rows) const {
        try {
            return m_plan(rows);
        } catch (diag::Error& error) {
            if (!m_commits.empty()) {
                m_commits.add_note(error);
            }
            throw;
        }
    }

    /// The last attempt ended without an answer: what the plan has no longer was committed all the same.
    void account_for_last_attempt(std::span<const Migration> planned) {
        for (const auto& id : std::exchange(m_under_way, {})) {
            const bool is_committed = !is_planned(planned, id);
            m_session.reporter().info(
                is_committed
                    ? fmt::format("revision {} had been committed when the connection was lost", id)
                    : fmt::format("revision {} had not been committed when the connection was lost", id),
                fields_of(diag::server_at(m_session.server()),
                          {{"event", "after_loss"}, {"revision", id}, {"committed", is_committed}}));
            if (is_committed) {
                m_commits.add({id}, m_session);
            }
        }
    }

    database::Session& m_session;
    const scripts::ScriptDirectory& m_scripts;
    const Planner& m_plan;
    const RunOptions& m_options;
    Commits m_commits{m_options.refuses_lost_commits, m_options.on_commit};
    Crashes m_crashes{m_options.crash_pause, m_options.lock.stop};
    std::vector<std::string> m_under_way; ///< of an attempt that was lost: committed or not
    bool m_has_warned = false;
    bool m_has_told_half_done = false;
    std::optional<base::Deadline>
        m_ready_deadline = m_options.readiness_timeout.count() > 0
                               ? std::optional(base::Deadline::after(m_options.readiness_timeout))
                               : std::nullopt;
    std::optional<base::Deadline> m_lock_deadline; ///< while the lock is waited for
};

} // namespace

std::vector<Migration> prepare_for(database::Session& session, const scripts::ScriptDirectory& scripts,
                                   const database::Standing& standing, const Planner& plan) {
    auto migrations = prepare(scripts, plan(standing.rows), session);
    require_finishing_first(standing, scripts.graph(), migrations);
    if (!migrations.empty() && !standing.has_version_table) {
        require_adopted(session, scripts);
    }
    require_recordable(session, standing, migrations);
    return migrations;
}

std::size_t execute(database::Session& session, const scripts::ScriptDirectory& scripts, const Planner& plan,
                    const RunOptions& options) {
    const auto begin = base::Clock::now();
    Execution execution(session, scripts, plan, options);
    const auto applied = execution.run();
    if (applied > 0) {
        const auto span = base::elapsed_since(begin);
        session.reporter().info(fmt::format("{} {} in {}", base::counted(applied, "revision"),
                                            execution.is_downwards() ? "undone" : "applied",
                                            base::format_duration(span)),
                                {{"event", "applied"},
                                 {"revisions", diag::count_of(applied)},
                                 {"duration_ms", std::int64_t{span.count()}}});
    }
    return applied;
}

void lock_and_create_tables(database::Session& session, const LockPatience& patience) {
    session.read_standing(); // finds the version table, from which the lock has its key
    acquire_lock(session, patience, base::Deadline::after(patience.timeout), [] { return false; });
    session.create_tables();
}

} // namespace headstart::migrate
