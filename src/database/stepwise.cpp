#include "database/stepwise.hpp"

#include "database/interrupted.hpp"
#include "database/statement_error.hpp"
#include "database/upgrade_lock.hpp"
#include "diag/codes.hpp"
#include "diag/log.hpp"

#include <fmt/format.h>

#include <optional>
#include <utility>

namespace headstart::database {

namespace {

using sql::Statement;
using sql::TransactionUse;

/// Runs one migration; holds what all steps of it need.
class Stepper {
public:
    Stepper(const Target& target, const Migration& migration)
        : m_target(target)
        , m_connection(target.connection)
        , m_migration(migration) {}

    void run(const RetryPatience& patience) {
        try {
            run_units(patience);
        } catch (const pg::ConnectionLost& lost) {
            // With its place: who loses the connection again and again, but further on each time, gets on.
            throw connection_lost(lost, fmt::format("{}, at statement {} of {}", describe(m_migration),
                                                    m_done + 1, m_migration.statements.size()));
        }
    }

private:
    void run_units(const RetryPatience& patience) {
        begin_or_resume();
        while (m_done < m_migration.statements.size()) {
            const auto unit = unit_at(m_migration.statements, m_done);
            try {
                if (may_be_retried(unit)) {
                    with_retries(describe(m_migration), patience, [&] { run_unit(unit); });
                } else {
                    run_unit(unit);
                }
            } catch (const PlanOutdated&) {
                give_back_session(); // the row in the journal is not ours any more
                throw;
            } catch (diag::Error& error) {
                record_failure(error.what());
                error.add_note(describe_progress());
                throw;
            }
            m_done = unit.end;
            m_before.reset();
        }
        finish();
    }

    void begin_or_resume() {
        const auto unfinished =
            Journal::read_unfinished(m_connection.exec(m_target.journal.find_unfinished(m_migration)));
        if (!unfinished) {
            std::vector<pg::Command> commands{begin_transaction()};
            for (auto& command : m_target.version_table.check_rows(m_migration.step.rows_before)) {
                commands.push_back(std::move(command));
            }
            commands.push_back(m_target.journal.begin(m_migration));
            commands.push_back({"COMMIT"});
            const auto results = run_ours(commands);
            m_journal_id = results.at(commands.size() - 2).value(0, 0);
            set_up_session();
            return;
        }
        if (unfinished->checksum != m_migration.checksum) {
            refuse_edited(*unfinished);
        }
        m_journal_id = unfinished->id;
        m_done = unfinished->statements_done;
        m_before = unfinished->attempt;
        diag::log_info(fmt::format("resuming revision {} ({}) behind statement {} of {}",
                                   m_migration.revision().id, m_migration.direction(),
                                   unfinished->statements_done, m_migration.statements.size()),
                       {{"event", "resume"},
                        {"revision", m_migration.revision().id},
                        {"statements_done", static_cast<std::int64_t>(unfinished->statements_done)}});
        set_up_session();
        for (std::size_t i = 0; i < m_done; ++i) {
            if (m_migration.statements[i].traits.sets_session) {
                run_statement(i);
            }
        }
    }

    /// For the whole session, so that a SET of the file's own wins. Undone by finish().
    void set_up_session() {
        for (const auto& command : session_settings(m_target, SettingScope::session)) {
            m_connection.exec(command);
        }
        m_lock_timeout = m_connection.exec("SELECT pg_catalog.current_setting('lock_timeout')").value(0, 0);
    }

    [[nodiscard]] const sql::StatementTraits& traits_at(std::size_t index) const {
        return m_migration.statements[index].traits;
    }

    [[nodiscard]] bool is_block(const Unit& unit) const { return unit.end - unit.begin > 1; }

    /// What gave way to a lock is run again, unless it may have committed a part of its work.
    [[nodiscard]] bool may_be_retried(const Unit& unit) const {
        return traits_at(unit.begin).transaction_use != TransactionUse::may_commit;
    }

    void run_unit(const Unit& unit) {
        try {
            if (is_block(unit) && traits_at(unit.end - 1).commits) {
                run_block(unit);
            } else if (!is_block(unit) && traits_at(unit.begin).transaction_use == TransactionUse::allowed) {
                run_in_transaction(unit);
            } else {
                run_alone(unit);
            }
        } catch (const diag::Error&) {
            roll_back(m_connection);
            throw;
        }
    }

    /// The file's own transaction: its progress goes in before its COMMIT.
    void run_block(const Unit& unit) {
        for (auto i = unit.begin; i + 1 < unit.end; ++i) {
            run_statement(i);
        }
        run_ours(keep_progress(unit.end));
        run_statement(unit.end - 1);
    }

    void run_in_transaction(const Unit& unit) {
        m_connection.exec(begin_transaction());
        run_statement(unit.begin);
        auto commands = keep_progress(unit.end);
        commands.push_back({"COMMIT"});
        try {
            run_ours(commands);
        } catch (const pg::PipelineError& error) { // a deferred constraint, most likely
            fail(unit.begin, error.error);
        }
    }

    /// What must not have a transaction of ours around it, and blocks that end otherwise than by COMMIT.
    /// Noted in the journal before, so that a run that dies here can tell what was there, and what is new.
    void run_alone(const Unit& unit) {
        const auto& traits = traits_at(unit.end - 1);
        if (!m_before) {
            m_before = m_connection.exec(look_before(traits.effect)).value(0, 0);
            run_ours(in_transaction_of_ours(
                {{"SET LOCAL ROLE NONE"}, m_target.journal.attempt(m_journal_id, *m_before)}));
        } else if (judge(m_connection, traits.effect, *m_before) == Verdict::done) {
            diag::log_info(fmt::format("statement {} of revision {} had been done; going on behind it",
                                       unit.end, m_migration.revision().id),
                           {{"event", "found_done"}});
            run_ours(in_transaction_of_ours(keep_progress(unit.end)));
            return;
        } else if (traits.transaction_use == TransactionUse::may_commit) {
            diag::log_warning(
                fmt::format(
                    "statement {} of revision {} ({}) was interrupted, and may have committed a part of "
                    "its work; running it again",
                    unit.end, m_migration.revision().id, traits.name),
                {{"event", "run_again"}});
        }
        const bool is_suspended = suspend_lock_timeout();
        for (auto i = unit.begin; i < unit.end; ++i) {
            run_statement(i);
        }
        if (traits.discards_session) {
            set_up_session();
            take_lock_again();
        } else if (is_suspended) {
            m_connection.exec({"SELECT pg_catalog.set_config('lock_timeout', $1, false)", {m_lock_timeout}});
        }
        run_ours(in_transaction_of_ours(keep_progress(unit.end)));
    }

    /// CREATE INDEX CONCURRENTLY and its kin wait for old transactions by design, holding up nobody; a
    /// time-out would only leave an invalid index behind. One that the file has set stays.
    bool suspend_lock_timeout() {
        return m_connection
                   .exec({"SELECT pg_catalog.set_config('lock_timeout', '0', false)"
                          " WHERE pg_catalog.current_setting('lock_timeout') = $1 AND $1 <> '0'",
                          {m_lock_timeout}})
                   .row_count() > 0;
    }

    /// DISCARD ALL has given it away.
    void take_lock_again() {
        if (m_connection.exec(try_upgrade_lock(m_target.lock_key)).value(0, 0) != "t") {
            throw_outdated("DISCARD ALL gave the lock away, and another upgrader took it");
        }
    }

    /// For a transaction: a role that the file has set for its rest need not have rights on the journal. What
    /// is set locally ends with the transaction, and the file's own role is back.
    [[nodiscard]] std::vector<pg::Command> keep_progress(std::size_t statements_done) const {
        return {{"SET LOCAL ROLE NONE"},
                m_target.journal.progress(m_journal_id, {.from = m_done, .to = statements_done})};
    }

    /// BEGIN says READ WRITE, for the file may have made read-only the default.
    static std::vector<pg::Command> in_transaction_of_ours(std::vector<pg::Command> commands) {
        commands.insert(commands.begin(), begin_transaction());
        commands.push_back({"COMMIT"});
        return commands;
    }

    /// Version rows and progress are checked by a division by zero: see VersionTable::check_rows().
    std::vector<pg::Result> run_ours(const std::vector<pg::Command>& commands) {
        try {
            return m_connection.run_pipeline(commands);
        } catch (const pg::PipelineError& error) {
            if (error.error.is(pg::sqlstate::division_by_zero)) {
                roll_back(m_connection);
                throw_outdated("another session has gone on with this revision, or changed the version rows");
            }
            throw;
        }
    }

    [[noreturn]] void throw_outdated(const std::string& note) const {
        throw plan_outdated(m_migration, m_target.version_table, note);
    }

    void run_statement(std::size_t index) {
        const auto& statement = m_migration.statements[index];
        const std::string text(m_migration.text_of(statement));
        try {
            if (statement.copy_data) {
                m_connection.copy_in(text, m_migration.text_of(*statement.copy_data));
            } else {
                m_connection.exec(text);
            }
        } catch (const pg::ServerError& error) {
            fail(index, error);
        }
    }

    [[noreturn]] void fail(std::size_t index, const pg::ServerError& error) const {
        throw statement_failed(m_migration, m_migration.statements[index], error);
    }

    /// What is committed, which is less than what ran when the file's own block failed.
    [[nodiscard]] std::string describe_progress() const {
        const auto count = m_migration.statements.size();
        if (m_done == 0) {
            return fmt::format("none of the {} statements of this revision is done", count);
        }
        if (m_done == 1) {
            return fmt::format(
                "statement 1 of {} of this revision is done and stays; the next run goes on behind it",
                count);
        }
        return fmt::format(
            "statements 1 to {} of {} of this revision are done and stay; the next run goes on behind them",
            m_done, count);
    }

    void give_back_session() {
        for (const auto& command : reset_session()) {
            m_connection.exec(command);
        }
    }

    void record_failure(const std::string& message) {
        try {
            give_back_session();
            m_connection.exec(m_target.journal.fail(m_journal_id, message));
            // NOLINTNEXTLINE(bugprone-empty-catch): the first error is the one to report
        } catch (const std::exception&) {
        }
    }

    void finish() {
        std::vector<pg::Command> commands = reset_session();
        for (auto& command : m_target.version_table.check_rows(m_migration.step.rows_before)) {
            commands.push_back(std::move(command));
        }
        for (const auto& change : m_migration.step.row_changes) {
            commands.push_back(m_target.version_table.change(change));
        }
        commands.push_back(m_target.journal.finish(m_journal_id));
        try {
            m_connection.run_pipeline(in_transaction_of_ours(std::move(commands)));
        } catch (const pg::PipelineError& error) {
            if (error.error.is(pg::sqlstate::division_by_zero)) {
                throw rows_disturbed(m_migration, m_target.version_table);
            }
            throw;
        }
    }

    [[noreturn]] void refuse_edited(const Unfinished& unfinished) const {
        diag::Diagnostic problem;
        problem.code = diag::code::cannot_resume;
        problem.span = diag::Span{m_migration.source, 0, 0};
        problem.message = fmt::format("revision {} was left half-done, and its file has been changed since",
                                      m_migration.revision().id);
        problem.notes = {fmt::format("{} of its statements are applied", unfinished.statements_done)};
        problem.hint =
            fmt::format("either put the file back as it was and run again, to go on behind them; or finish "
                        "by hand what is missing and say so with `headstart stamp {}`",
                        m_migration.revision().id);
        problem.path = {describe(m_migration)};
        throw diag::Error(diag::ExitCode::failed, std::move(problem));
    }

    const Target& m_target;
    pg::Connection& m_connection;
    const Migration& m_migration;
    std::string m_journal_id;
    std::string m_lock_timeout;          ///< ours, as the server writes it
    std::size_t m_done = 0;              ///< statements that are done and committed
    std::optional<std::string> m_before; ///< of the statement behind them, once it may have begun
};

} // namespace

Unit unit_at(const std::vector<Statement>& statements, std::size_t begin) {
    auto end = begin + 1;
    if (statements[begin].traits.transaction_use == TransactionUse::begins) {
        while (statements[end - 1].traits.transaction_use != TransactionUse::ends) {
            ++end; // parse_section() has seen that the COMMIT is there
        }
    }
    return {begin, end};
}

void apply_stepwise(const Target& target, const Migration& migration, const RetryPatience& patience) {
    Stepper(target, migration).run(patience);
}

} // namespace headstart::database
