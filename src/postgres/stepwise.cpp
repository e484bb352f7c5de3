#include "postgres/stepwise.hpp"

#include "base/text.hpp"
#include "diag/codes.hpp"
#include "postgres/ended_statement.hpp"
#include "postgres/interrupted.hpp"
#include "postgres/lock_key.hpp"
#include "postgres/resume.hpp"
#include "postgres/run_list.hpp"
#include "postgres/statement_error.hpp"
#include "postgres/unit_commands.hpp"

#include <fmt/format.h>

#include <optional>
#include <utility>

namespace headstart::postgres {

namespace {

using sql::TransactionUse;

/// Runs one migration; holds what all steps of it need.
class Stepper {
public:
    Stepper(const StepwiseSession& session, const Migration& migration)
        : m_session(session)
        , m_ledger(session.ledger)
        , m_connection(session.connection)
        , m_migration(migration) {}

    void run() {
        try {
            run_units();
        } catch (const pg::ConnectionLost& lost) {
            // With its place: who loses the connection again and again, but further on each time, gets on.
            throw connection_lost_in(lost, m_migration, m_done);
        }
    }

    void clear_leftover() {
        if (const auto unfinished = find_unfinished()) {
            m_attempt = unfinished->attempt;
            send(session_commands(m_ledger));
            clear_up_with_retries();
            give_back_session();
        }
    }

private:
    std::optional<Unfinished> find_unfinished() {
        return Journal::read_unfinished(
            ask_journal(m_connection, m_ledger, m_ledger.journal.find_unfinished(m_migration)));
    }

    void run_units() {
        begin_or_resume();
        while (m_done < m_migration.statements.size()) {
            const auto unit = unit_at(m_migration, m_done);
            try {
                run_with_retries(unit);
            } catch (const database::PlanOutdated&) {
                give_back_session(); // the row in the journal is not ours any more
                throw;
            } catch (diag::Error& error) {
                record_failure(error, unit);
                error.add_note(describe_progress());
                throw;
            }
            m_done = unit.end;
            m_attempt.reset();
        }
        send(closing_commands(m_ledger, m_migration));
    }

    void begin_or_resume() {
        const auto unfinished = find_unfinished();
        if (!unfinished) {
            const auto results = send(opening_commands(m_ledger, m_migration));
            m_journal_id = results.at(results.size() - 2).value(0, 0);
            send(session_commands(m_ledger));
            return;
        }
        resume(*unfinished);
    }

    void resume(const Unfinished& unfinished) {
        const auto resumption = plan_resumption(m_migration, unfinished);
        m_journal_id = unfinished.id;
        m_done = resumption.done;
        m_attempt = unfinished.attempt;
        m_session.reporter.info(fmt::format("resuming revision {} ({}) behind statement {} of {}",
                                            m_migration.revision().id, m_migration.direction(),
                                            base::grouped(m_done),
                                            base::grouped(m_migration.statements.size())),
                                {{"event", "resume"},
                                 {"revision", m_migration.revision().id},
                                 {"direction", std::string(m_migration.direction())},
                                 {"statements_done", diag::count_of(m_done)},
                                 {"statements", diag::count_of(m_migration.statements.size())}});
        send(session_commands(m_ledger));
        set_session_again();
        if (!resumption.keeps_attempt) {
            clear_up_with_retries();
            m_attempt.reset();
        }
        if (!resumption.is_as_begun) {
            send(bind_again_commands(m_ledger, m_migration, resumption.keeps_attempt));
        }
    }

    /// The statement was refused and is another one now: what it left behind, none of the file's statements
    /// would find.
    void clear_up_with_retries() {
        if (m_attempt && m_attempt->effect) {
            with_retries(describe(work_of(m_migration)), m_session.patience, [&](const Try& one) {
                begin_try(one);
                judge_attempt(*m_attempt->effect, *m_attempt);
            });
        }
    }

    /// Clearing up is a part of the statement it clears up behind: it gives way to locks, and fails at its
    /// place.
    Verdict judge_attempt(const sql::Effect& effect, const Attempt& attempt) const {
        try {
            return judge(m_connection, {m_session.reporter, m_ledger.concurrently_timeout}, effect, attempt);
        } catch (const pg::ServerError& refusal) {
            auto error = refusal;
            error.position.reset(); // in a statement of ours
            auto failed = m_done < m_migration.statements.size()
                              ? statement_failed(m_migration, m_done, error)
                              : server_failed(error, work_of(m_migration));
            failed.add_note(std::string(k_while_clearing_up));
            throw failed;
        }
    }

    /// What the units that are done have set for the rest of the session.
    void set_session_again() {
        for (std::size_t begin = 0; begin < m_done;) {
            const auto unit = unit_at(m_migration, begin);
            const bool was_committed = unit.end - unit.begin == 1 || unit.kind == Unit::Kind::own_block;
            for (auto i = unit.begin; was_committed && i < unit.end; ++i) {
                if (traits_at(i).sets_session) {
                    send(statement_commands(m_migration, i, i + 1));
                }
            }
            begin = unit.end;
        }
    }

    [[nodiscard]] sql::StatementTraits traits_at(std::size_t index) const {
        return m_migration.statements[index].traits;
    }

    /// What gave way to a lock is run again, unless it may have committed a part of its work.
    void run_with_retries(const Unit& unit) {
        if (may_have_committed_a_part(unit)) {
            begin_try({1, m_session.patience.longest_lock_timeout});
            run_unit(unit);
        } else {
            with_retries(describe(work_of(m_migration)), m_session.patience, [&](const Try& one) {
                begin_try(one);
                run_unit(unit);
            });
        }
    }

    void begin_try(const Try& one) {
        m_session.begin_try(one);
        if (one.lock_timeout > base::milliseconds{0}) {
            send(change_lock_timeout(m_ledger, one.lock_timeout));
        }
    }

    /// What was refused has done nothing then, and needs no clearing up behind it.
    [[nodiscard]] bool leaves_nothing(const Unit& unit) const {
        using Kind = sql::Effect::Kind;
        const auto kind = traits_at(unit.end - 1).effect->kind;
        return (kind == Kind::none && !may_have_committed_a_part(unit)) || kind == Kind::creates ||
               kind == Kind::drops;
    }

    [[nodiscard]] bool may_have_committed_a_part(const Unit& unit) const {
        const auto use = traits_at(unit.begin).transaction_use;
        return use == TransactionUse::may_commit || use == TransactionUse::unknown ||
               (use == TransactionUse::allowed && m_attempt); // alone, for a reason that is not ours to know
    }

    void run_unit(const Unit& unit) {
        if (unit.kind == Unit::Kind::in_transaction) {
            if (!m_attempt && !is_refused_in_transaction(unit)) {
                return;
            }
            run_unit({unit.begin, unit.end, Unit::Kind::alone});
            return;
        }
        const auto commands = unit_commands(m_ledger, m_migration, unit);
        if (unit.kind == Unit::Kind::alone) {
            run_alone(unit, commands);
        } else {
            send(commands.run);
        }
        send(commands.settle);
    }

    /// Runs it, unless it turns out that it wants no transaction: an extension, an event trigger or what the
    /// catalogue holds may have it so, whatever the grammar thinks of it.
    bool is_refused_in_transaction(const Unit& unit) {
        try {
            send(unit_commands(m_ledger, m_migration, unit).run);
            return false;
        } catch (const database::Refused& refused) {
            if (refused.cause() != database::Refused::Cause::not_in_transaction) {
                throw;
            }
        }
        m_session.reporter.info(fmt::format("statement {} of revision {} is refused inside a transaction; "
                                            "running it alone",
                                            base::grouped(unit.end), m_migration.revision().id),
                                fields_at(unit, "run_alone"));
        return true;
    }

    /// Noted before, so that a run that dies here can tell what was there, and what is new.
    void run_alone(const Unit& unit, const UnitCommands& commands) {
        if (!m_attempt) {
            const auto results = send(commands.attempt);
            m_attempt = Attempt{.before = std::string(results.at(1).value(0, 0)), .effect = {}};
        } else if (is_found_done(unit, *m_attempt)) {
            return;
        }
        for (const auto& command : commands.run) {
            send({command});
        }
        if (const auto index = passed_over_invalid(m_connection, *traits_at(unit.end - 1).effect)) {
            throw invalid_index_passed_over(m_migration, unit.end - 1, *index);
        }
        if (traits_at(unit.end - 1).discards_session) {
            take_lock_again();
        }
    }

    /// It had been begun before, by a run that died or gave way. True if it came to its end nevertheless.
    bool is_found_done(const Unit& unit, const Attempt& attempt) {
        const auto& traits = traits_at(unit.end - 1);
        if (judge_attempt(attempt.effect.value_or(*traits.effect), attempt) == Verdict::done) {
            m_session.reporter.info(
                fmt::format("statement {} of revision {} had been done; going on behind it",
                            base::grouped(unit.end), m_migration.revision().id),
                fields_at(unit, "found_done"));
            return true;
        }
        if (may_have_committed_a_part(unit)) {
            m_session.reporter.warning(
                fmt::format("statement {} of revision {} ({}) was interrupted, and may have committed a part "
                            "of its work; running it again",
                            base::grouped(unit.end), m_migration.revision().id,
                            traits.name.empty() ? "unknown to the grammar" : traits.name),
                fields_at(unit, "run_again"));
        }
        return false;
    }

    [[nodiscard]] diag::LogFields fields_at(const Unit& unit, const std::string& event) const {
        return fields_of(subject_of(work_at(m_migration, unit.end - 1)), {{"event", event}});
    }

    /// DISCARD ALL has given it away.
    void take_lock_again() {
        if (!m_connection.exec(try_upgrade_lock(m_session.lock_key)).is_true(0, 0)) {
            throw plan_outdated(&m_migration, m_ledger.version_table,
                                "DISCARD ALL gave the lock away, and another upgrader took it");
        }
    }

    /// Runs a list, each of whose commands knows the journal's row by now. Nothing of its transaction is left
    /// when it is refused.
    std::vector<pg::Result> send(CommandList list) {
        for (auto& listed : list) {
            if (listed.takes_journal_id) {
                listed.command.parameters.front() = m_journal_id;
            }
        }
        try {
            return run_list(m_connection, m_ledger, list);
        } catch (const diag::Error&) {
            roll_back(m_connection);
            throw;
        }
    }

    /// What is committed, which is less than what ran when the file's own block failed.
    [[nodiscard]] std::string describe_progress() const {
        const auto count = m_migration.statements.size();
        if (m_done == 0) {
            return count == 1 ? "the one statement of this revision is not done"
                              : fmt::format("none of the {} statements of this revision is done",
                                            base::grouped(count));
        }
        if (m_done == 1) {
            return fmt::format(
                "statement 1 of {} of this revision is done and stays; the next run goes on behind it",
                base::grouped(count));
        }
        return fmt::format(
            "statements 1 to {} of {} of this revision are done and stay; the next run goes on behind them",
            base::grouped(m_done), base::grouped(count));
    }

    void give_back_session() {
        auto list = reset_session();
        append(list, empty_session(m_ledger));
        send(std::move(list));
    }

    /// The first error is the one to report; that the journal could not be told is a note to it.
    void record_failure(diag::Error& error, const Unit& unit) {
        try {
            send(failure_commands(m_ledger, m_migration,
                                  {.error = error.what(), .leaves_nothing = leaves_nothing(unit)}));
        } catch (const pg::ConnectionLost& lost) {
            error.add_note(fmt::format("the journal could not be told: {}", lost.what()));
        } catch (const diag::Error& second) {
            error.add_note(fmt::format("the journal could not be told: {}", second.what()));
        }
    }

    const StepwiseSession& m_session;
    Ledger m_ledger; ///< as the session's, with the lock_timeout that this has now
    pg::Connection& m_connection;
    const Migration& m_migration;
    std::string m_journal_id;
    std::size_t m_done = 0;           ///< statements that are done and committed
    std::optional<Attempt> m_attempt; ///< of the unit behind them, once it may have begun
};

} // namespace

void clear_leftover(const StepwiseSession& session, const Migration& migration) {
    Stepper(session, migration).clear_leftover();
}

void apply_stepwise(const StepwiseSession& session, const Migration& migration) {
    Stepper(session, migration).run();
}

} // namespace headstart::postgres
