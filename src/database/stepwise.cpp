#include "database/stepwise.hpp"

#include "database/concurrent_index.hpp"
#include "database/statement_error.hpp"
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

    void run() {
        begin_or_resume();
        while (m_done < m_migration.statements.size()) {
            const auto unit = unit_at(m_migration.statements, m_done);
            run_unit(unit);
            m_done = unit.end;
        }
        finish();
    }

private:
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
            const auto results = m_connection.run_pipeline(commands);
            m_journal_id = results.at(commands.size() - 2).value(0, 0);
            return;
        }
        if (unfinished->checksum != m_migration.checksum) {
            refuse_edited(*unfinished);
        }
        m_journal_id = unfinished->id;
        m_done = unfinished->statements_done;
        m_is_resumed = true;
        diag::log_info(fmt::format("resuming revision {} ({}) behind statement {} of {}",
                                   m_migration.revision().id, m_migration.direction(),
                                   unfinished->statements_done, m_migration.statements.size()),
                       {{"event", "resume"},
                        {"revision", m_migration.revision().id},
                        {"statements_done", static_cast<std::int64_t>(unfinished->statements_done)}});
        for (std::size_t i = 0; i < m_done; ++i) {
            if (m_migration.statements[i].traits.sets_session) {
                run_statement(i);
            }
        }
    }

    void run_unit(const Unit& unit) {
        const auto use = m_migration.statements[unit.begin].traits.transaction_use;
        if (unit.end - unit.begin > 1) {
            for (auto i = unit.begin; i + 1 < unit.end; ++i) {
                run_statement(i);
            }
            m_connection.run_pipeline(keep_progress(unit.end));
            run_statement(unit.end - 1);
        } else if (use == TransactionUse::allowed) {
            m_connection.exec(begin_transaction());
            run_statement(unit.begin);
            auto commands = keep_progress(unit.end);
            commands.push_back({"COMMIT"});
            try {
                m_connection.run_pipeline(commands);
            } catch (const pg::PipelineError& error) { // a deferred constraint, most likely
                fail(unit.begin, error.error);
            }
        } else {
            const bool is_done =
                m_is_resumed && clear_leftovers(m_connection, m_migration.statements[unit.begin]);
            if (!is_done) {
                run_statement(unit.begin);
            }
            auto commands = keep_progress(unit.end);
            // The file may have made read-only the default.
            commands.insert(commands.begin(), begin_transaction());
            commands.push_back({"COMMIT"});
            m_connection.run_pipeline(commands);
        }
        m_is_resumed = false; // only the first step behind the resumption can have been begun before
    }

    /// For a transaction: a role that the file has set for its rest need not have rights on the journal. What
    /// is set locally ends with the transaction, and the file's own role is back.
    [[nodiscard]] std::vector<pg::Command> keep_progress(std::size_t statements_done) const {
        return {{"SET LOCAL ROLE NONE"}, m_target.journal.progress(m_journal_id, statements_done)};
    }

    void run_statement(std::size_t index) {
        const auto& statement = m_migration.statements[index];
        const std::string text(m_migration.text_of(statement));
        try {
            if (statement.copy_data) {
                const std::string_view file = m_migration.source->text;
                m_connection.copy_in(text,
                                     file.substr(statement.copy_data->begin,
                                                 statement.copy_data->end - statement.copy_data->begin));
            } else {
                m_connection.exec(text);
            }
        } catch (const pg::ServerError& error) {
            fail(index, error);
        }
    }

    [[noreturn]] void fail(std::size_t index, const pg::ServerError& error) {
        record_failure(error);
        auto failure = statement_failed(m_migration, m_migration.statements[index], error);
        failure.add_note(describe_progress());
        throw failure;
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

    void record_failure(const pg::ServerError& error) {
        try {
            if (!m_connection.is_idle()) {
                m_connection.exec("ROLLBACK");
            }
            for (const auto& command : reset_session()) {
                m_connection.exec(command);
            }
            m_connection.exec(m_target.journal.fail(m_journal_id, error.message));
            // NOLINTNEXTLINE(bugprone-empty-catch): the first error is the one to report
        } catch (const std::exception&) {
        }
    }

    void finish() {
        std::vector<pg::Command> commands{begin_transaction()};
        for (auto& command : reset_session()) {
            commands.push_back(std::move(command));
        }
        for (auto& command : m_target.version_table.check_rows(m_migration.step.rows_before)) {
            commands.push_back(std::move(command));
        }
        for (const auto& change : m_migration.step.row_changes) {
            commands.push_back(m_target.version_table.change(change));
        }
        commands.push_back(m_target.journal.finish(m_journal_id));
        commands.push_back({"COMMIT"});
        m_connection.run_pipeline(commands);
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
        throw diag::Error(diag::ExitCode::failed, std::move(problem));
    }

    const Target& m_target;
    pg::Connection& m_connection;
    const Migration& m_migration;
    std::string m_journal_id;
    std::size_t m_done = 0; ///< statements that are done and committed
    bool m_is_resumed = false;
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

void apply_stepwise(const Target& target, const Migration& migration) {
    try {
        Stepper(target, migration).run();
    } catch (diag::Error& error) {
        error.add_path(describe(migration));
        throw;
    } catch (const pg::PipelineError& error) {
        throw server_failed(error.error, describe(migration));
    } catch (const pg::ServerError& error) {
        throw server_failed(error, describe(migration));
    }
}

} // namespace headstart::database
