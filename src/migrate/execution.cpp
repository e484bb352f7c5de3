#include "migrate/execution.hpp"

#include "base/duration.hpp"
#include "base/text.hpp"
#include "diag/codes.hpp"
#include "diag/diagnostic.hpp"
#include "migrate/adoption.hpp"
#include "migrate/applied_files.hpp"
#include "migrate/commits.hpp"
#include "migrate/crashes.hpp"
#include "migrate/half_done.hpp"
#include "migrate/persistence.hpp"
#include "migrate/prepare.hpp"
#include "migrate/recordable.hpp"
#include "revision/describe.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <span>
#include <utility>

namespace headstart::migrate {

using database::Migration;

namespace {

/// Alembic's words: "Running upgrade a -> b, message".
void log_step(diag::Reporter& reporter, const Migration& migration) {
    const auto& revision = migration.revision();
    // Who forgot to write the SQL learns it now, and not at the first downgrade. A merge has none to write.
    if (migration.is_up() && migration.statements.empty() && revision.down_revisions.size() < 2) {
        reporter.warning(
            fmt::format("revision {} has no SQL in its up section ({}): it is recorded as applied, "
                        "and changes nothing",
                        revision.id, migration.source->path),
            {{"event", "empty_up"}, {"revision", revision.id}, {"file", migration.source->path}});
    }
    reporter.info(headstart::revision::step_line(migration.step),
                  {{"event", migration.is_up() ? "upgrade" : "downgrade"},
                   {"revision", revision.id},
                   {"direction", std::string(migration.direction())},
                   {"down_revision", base::join(revision.down_revisions, ", ")},
                   {"statements", diag::count_of(migration.statements.size())},
                   {"file", migration.source->path}});
}

/// What is left of the group that ran when a signal came.
void tell_of_stop(std::span<const Migration> group, const base::Stopped& stop, diag::Reporter& reporter) {
    const auto& revision = group.front().revision().id;
    const auto what = group.size() == 1
                          ? "revision " + revision
                          : fmt::format("revisions {} to {}", revision, group.back().revision().id);
    reporter.warning(
        !group.front().transactional
            ? what + " stays half-done: the next run goes on behind the statements that are done"
        : stop.leaves_doubt()
            ? fmt::format("whether {} had been committed is not known: the server gave no answer", what)
            : what + " is rolled back",
        {{"event", "interrupted"},
         {"revision", revision},
         {"direction", std::string(group.front().direction())}});
}

/// Who reads the log sees the next one begin; alarms and graphs want the end of each, and how long it took.
/// Those that share a transaction have no times of their own.
void log_end(diag::Reporter& reporter, std::span<const Migration> group, base::milliseconds span) {
    for (const auto& migration : group) {
        reporter.info_for_machines(
            fmt::format("revision {} ({}) done: {} in {}", migration.revision().id, migration.direction(),
                        base::counted(migration.statements.size(), "statement"), base::format_duration(span)),
            {{"event", "revision_done"},
             {"revision", migration.revision().id},
             {"direction", std::string(migration.direction())},
             {"duration_ms", std::int64_t{span.count()}},
             {"statements", diag::count_of(migration.statements.size())},
             {"revisions", diag::count_of(group.size())}});
    }
}

/// "a1b2 Add users", or "a1b2 … f6a7" for those that share a transaction.
std::string name_for_bar(std::span<const Migration> group) {
    const auto& first = group.front().revision();
    return group.size() == 1 ? fmt::format("{} {}", first.id, first.message)
                             : fmt::format("{} … {}", first.id, group.back().revision().id);
}

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
              const ExecutionOptions& options)
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
            if (!m_commits.empty()) {
                m_session.reporter().warning(kept("applied in this run, and kept"),
                                             {{"event", "kept"}, {"kept", m_commits.revisions()}});
            }
            throw;
        }
        return m_commits.count();
    }

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
            apply_missing(m_session.read_standing());
        }
    }

    void apply_missing(const database::Standing& standing) {
        const auto migrations =
            prepare_for(m_session, m_scripts, standing, [&](const auto& rows) { return plan(rows); });
        account_for_last_attempt(migrations);
        m_commits.compare(migrations, standing, m_session);
        m_half_done = standing.half_done;
        warn_of_edits(migrations, standing.rows);
        require_own_session(m_session, migrations);
        if (!migrations.empty()) {
            m_session.create_tables();
            if (!standing.is_journal_hidden) {
                m_crashes.look(m_session, migrations);
            }
            apply_all(migrations);
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
                add_note(error);
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
                note_commits({id});
            }
        }
    }

    /// Applies them in order. An error leaves with a note of what had been applied before it.
    void apply_all(std::span<const Migration> migrations) {
        const auto progress =
            m_session.reporter().show_progress(m_commits.count(), m_commits.count() + migrations.size());
        while (!migrations.empty()) {
            m_row = next_row(migrations);
            m_begun = m_done = m_kept = 0;
            m_crashes.pause_before(m_row, m_session.reporter());
            m_options.lock.stop.require_no_stop();
            try {
                are_each_alone(m_row) ? apply_each(*progress) : apply_together(*progress);
            } catch (database::SessionLost& lost) {
                m_under_way = ids_of(m_row.subspan(m_kept, m_begun - m_kept));
                add_note(lost);
                throw;
            } catch (diag::Error& error) {
                add_note(error);
                if (m_begun == m_done + 1) { // else it may be any of them
                    error.add_subject(subject_of(work_of(m_row[m_done])));
                }
                throw;
            } catch (const base::Stopped& stop) {
                if (m_begun > m_done) {
                    tell_of_stop(m_row.subspan(m_done, m_begun - m_done), stop, m_session.reporter());
                }
                throw;
            }
            migrations = migrations.subspan(m_row.size());
        }
    }

    /// In a transaction each, and nothing to be cleared away before any of them.
    [[nodiscard]] bool are_each_alone(std::span<const Migration> row) const {
        return m_options.transaction_per_migration && row.front().transactional &&
               !has_leftover(row.front().revision().id);
    }

    [[nodiscard]] bool has_leftover(const std::string& revision) const {
        return std::any_of(m_half_done.begin(), m_half_done.end(),
                           [&](const auto& one) { return one.revision == revision; });
    }

    /// What the session is given in one go.
    [[nodiscard]] std::span<const Migration> next_row(std::span<const Migration> migrations) const {
        if (!are_each_alone(migrations)) {
            return next_group(migrations, m_options.transaction_per_migration);
        }
        std::size_t count = 1;
        while (count < migrations.size() && are_each_alone(migrations.subspan(count)) &&
               !m_crashes.concerns(migrations[count])) {
            ++count;
        }
        return migrations.first(count);
    }

    void apply_each(diag::Progress& progress) {
        std::vector<base::milliseconds> spans; ///< of those that are committed and not yet kept
        auto begin = base::Clock::now();
        const auto begins = [&](const Migration& migration) {
            log_step(m_session.reporter(), migration);
            progress.begin(name_for_bar({&migration, 1}));
            begin = base::Clock::now();
            ++m_begun;
        };
        const auto committed = [&](const Migration& /*migration*/) {
            spans.push_back(base::elapsed_since(begin));
            ++m_done;
        };
        const auto kept = [&] {
            for (const auto span : std::exchange(spans, {})) {
                note_kept(m_row.subspan(m_kept, 1), span, progress);
            }
        };
        m_session.apply_each(m_row, {begins, committed, kept});
    }

    /// In one transaction, or statement by statement.
    void apply_together(diag::Progress& progress) {
        for (const auto& migration : m_row) {
            log_step(m_session.reporter(), migration);
        }
        progress.begin(name_for_bar(m_row));
        m_begun = m_row.size();
        const auto begin = base::Clock::now();
        apply(m_row);
        m_done = m_row.size();
        note_kept(m_row, base::elapsed_since(begin), progress);
    }

    void note_kept(std::span<const Migration> migrations, base::milliseconds span, diag::Progress& progress) {
        m_kept += migrations.size();
        note_commits(ids_of(migrations));
        log_end(m_session.reporter(), migrations, span);
        progress.advance(migrations.size());
    }

    static std::vector<std::string> ids_of(std::span<const Migration> migrations) {
        std::vector<std::string> ids;
        for (const auto& migration : migrations) {
            ids.push_back(migration.revision().id);
        }
        return ids;
    }

    void note_commits(const std::vector<std::string>& ids) {
        m_commits.add(ids, m_session);
        if (m_options.on_commit) {
            m_options.on_commit(m_commits.count());
        }
    }

    void apply(std::span<const Migration> group) {
        if (group.front().transactional) {
            clear_leftovers(group);
            m_session.apply(group);
        } else {
            m_session.apply_stepwise(group.front());
        }
    }

    void clear_leftovers(std::span<const Migration> group) {
        for (const auto& one : m_half_done) {
            for (const auto& migration : group) {
                if (one.revision == migration.revision().id) {
                    m_session.clear_leftover(migration);
                }
            }
        }
    }

    void add_note(diag::Error& error) const {
        error.add_note(m_commits.empty() ? "no other revision was applied in this run"
                                         : kept("applied before it in this run, and kept"));
    }

    [[nodiscard]] std::string kept(std::string_view words) const {
        return fmt::format("{}: {}", words, base::join(m_commits.revisions(), ", "));
    }

    database::Session& m_session;
    const scripts::ScriptDirectory& m_scripts;
    const Planner& m_plan;
    const ExecutionOptions& m_options;
    Commits m_commits{m_options.refuses_lost_commits};
    Crashes m_crashes{m_options.crash_pause, m_options.lock.stop};
    std::span<const Migration> m_row; ///< what is run in one go: [0, m_kept) are there for good,
    std::size_t m_kept = 0;           ///< up to m_done they are committed,
    std::size_t m_done = 0;           ///< up to m_begun under way
    std::size_t m_begun = 0;
    std::vector<std::string> m_under_way;        ///< of an attempt that was lost: committed or not
    std::vector<database::HalfDone> m_half_done; ///< when this attempt began
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
                    const ExecutionOptions& options) {
    const auto begin = base::Clock::now();
    const auto applied = Execution(session, scripts, plan, options).run();
    if (applied > 0) {
        const auto span = base::elapsed_since(begin);
        session.reporter().info(
            fmt::format("{} applied in {}", base::counted(applied, "revision"), base::format_duration(span)),
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
