#include "postgres/session.hpp"

#include "postgres/activity/lock_holder.hpp"
#include "postgres/backslash_warning.hpp"
#include "postgres/ended_statement.hpp"
#include "postgres/glance.hpp"
#include "postgres/lock_key.hpp"
#include "postgres/run_list.hpp"
#include "postgres/standing.hpp"
#include "postgres/statement_error.hpp"
#include "postgres/stepwise.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace headstart::postgres {

namespace {

using Kind = Work::Kind;

WatchOptions watch_options(const database::SessionOptions& options) {
    return {look_interval(options.lock_timeout), options.log_every, options.literals};
}

} // namespace

PostgresSession::PostgresSession(Connect connect, const pg::Conninfo& conninfo,
                                 database::SessionOptions options, diag::Reporter& reporter,
                                 base::WaitContext stop)
    : m_connect(std::move(connect))
    , m_description(conninfo.describe())
    , m_options(std::move(options))
    , m_reporter(reporter)
    , m_notices(reporter)
    , m_watch(conninfo, watch_options(m_options), reporter, stop)
    , m_retry{m_options.lock_retry_timeout, stop, [this](database::Refused& error) { explain(error); },
              reporter}
    , m_limits{{m_options.lock_timeout, m_options.lock_timeout.count() > 0, {}},
               {m_options.statement_timeout, m_options.statement_timeout.count() > 0, {}}}
    , m_connection(m_connect(m_options.wait_timeout))
    , m_version_table(unknown_version_table()) {
    begin();
}

void PostgresSession::reconnect(const base::Deadline& latest) {
    m_connection = m_connect(
        std::min(m_options.reconnect_timeout, latest.remaining().value_or(m_options.reconnect_timeout)));
    // It may be another server now: everything is looked up anew.
    m_version_table = unknown_version_table();
    m_journal.reset();
    m_pooling.reset();
    m_knows_limits = false;
    m_is_plainly_ours = false;
    begin();
}

void PostgresSession::begin() {
    m_server = fmt::format("{}:{}", m_connection.host(), m_connection.port());
    m_watch.attach(m_connection, false); // until the first look has told whether there is a pooler
    m_connection.on_notice([this](const pg::ServerError& notice) { m_notices.log(notice); });
}

std::string PostgresSession::server() const {
    return m_server;
}

database::Standing PostgresSession::read_standing() {
    database::Standing standing;
    guard({Kind::reading_version_table}, [&] {
        if (m_journal) {
            standing = look({}).standing;
        } else {
            const auto found = look_first();
            standing = found.standing;
            know_tables();
        }
    });
    return standing;
}

database::Standing PostgresSession::glance() {
    std::optional<Glance> found;
    if (m_options.trusted_relations.empty()) {
        guard({Kind::reading_version_table}, [&] {
            found = postgres::glance(m_connection, m_version_table, m_connection.late_settings(m_is_pooled),
                                     m_has_seen_tables);
        });
    }
    m_has_seen_tables = found.has_value();
    // Behind a pooler the settings may not have reached the server.
    if (!found || (!m_journal && pg::is_pooled(m_connection, found->server_pid))) {
        return read_standing();
    }
    if (!m_journal) {
        m_version_table.is_in(found->schema);
        know_tables();
    }
    database::Standing standing;
    standing.has_version_table = true;
    standing.rows = std::move(found->rows);
    return standing;
}

void PostgresSession::know_tables() {
    m_watch.attach(m_connection, m_is_pooled);
    m_journal.emplace(m_version_table.schema(), m_version_table.name());
    m_journal->writes_in(m_connection.parameter_status("server_encoding"));
}

VersionTable PostgresSession::unknown_version_table() const {
    return {m_options.version_table_schema, m_options.version_table, m_options.trusted_relations};
}

VersionTable::Look PostgresSession::look(const std::vector<pg::ServerSetting>& settings) {
    return look_at_standing(m_connection, m_version_table, settings, m_options.trusted_relations);
}

VersionTable::Look PostgresSession::look_first() {
    auto found = look(m_connection.late_settings(false));
    m_is_pooled = pg::is_pooled(m_connection, found.server_pid);
    const auto settings = m_connection.late_settings(m_is_pooled);
    const bool may_be_elsewhere = std::any_of(settings.begin(), settings.end(), [](const auto& setting) {
        return setting.name == "search_path" || setting.name == "role";
    });
    if (m_is_pooled && may_be_elsewhere) { // what the pooler has answered, the server has never heard of
        m_version_table = unknown_version_table();
        found = look(settings);
    }
    return found;
}

bool PostgresSession::try_lock() {
    bool is_ours = false;
    guard({Kind::taking_lock}, [&] {
        find_out_pooling();
        // Behind a pooler of transactions a session lock would stay with a server connection that is not
        // ours, and keep everybody out for as long as the pooler has it.
        is_ours = m_pooling == pg::Pooling::transaction ||
                  m_connection.exec(try_upgrade_lock(lock_key())).is_true(0, 0);
    });
    return is_ours;
}

void PostgresSession::find_out_pooling() {
    if (m_pooling) {
        return;
    }
    m_pooling = m_is_pooled ? pg::probe_pooling(m_connection, m_connect) : pg::Pooling::none;
    if (m_pooling == pg::Pooling::transaction) {
        m_reporter.info(
            "the connection goes through a pooler of transactions: upgraders are kept apart by the "
            "version table alone",
            {{"event", "pooler"}});
    }
}

std::optional<database::LockHolder> PostgresSession::find_lock_holder() {
    std::optional<database::LockHolder> holder;
    guard({Kind::looking_for_lock_holder}, [&] { holder = read_lock_holder(m_connection, lock_key()); });
    return holder;
}

void PostgresSession::create_tables() {
    run_with_retries({Kind::creating_tables}, [&](const Try&) {
        for (auto creation = look_what_is_missing(); creation.missing > 0;) {
            const auto outcome = m_connection.try_pipeline(creation.commands);
            if (!outcome.error) {
                return;
            }
            roll_back(m_connection);
            // Two may create them at once, behind a pooler of transactions, beside Alembic, or with a version
            // table of its own each, and the slower one meets one of many errors, by how far the other was.
            // Where less is missing now it was such a race.
            auto next = look_what_is_missing();
            if (next.missing >= creation.missing) {
                throw outcome.error->error;
            }
            creation = std::move(next);
        }
    });
}

void PostgresSession::require_trusted_tables() {
    const auto found =
        m_connection.exec(look_for_writing({m_version_table.qualified(), journal().qualified()}));
    m_is_plainly_ours = true;
    for (const auto& facts : read_all_facts(found)) {
        m_is_plainly_ours = m_is_plainly_ours && facts.is_plainly_ours;
        if (!is_named(m_options.trusted_relations, facts.schema, facts.name)) {
            require_trust(facts, Access::writing);
        }
        if (facts.name == Journal::k_name) {
            m_journal->belongs_to_others(!facts.is_ours); // NOLINT(bugprone-unchecked-optional-access)
        }
    }
}

Creation PostgresSession::look_what_is_missing() {
    Present present{.has_version_table = false, .journal = look_at_journal()};
    require_trusted_tables();
    present.has_version_table =
        m_version_table
            .look(m_connection, {}, Journal(m_version_table.schema(), m_version_table.name()).qualified())
            .standing.has_version_table;
    return plan_creation(ledger(), present, m_options.longest_id);
}

void PostgresSession::accept(std::span<const Migration> migrations) {
    guard({Kind::accepting}, [&] {
        const auto tables = ledger();
        run_transaction(m_connection, tables, accept_commands(tables, migrations));
    });
}

std::vector<database::Crashed> PostgresSession::read_crashed() {
    std::vector<database::Crashed> crashed;
    guard({Kind::reading_journal}, [&] {
        crashed = Journal::read_crashed(postgres::ask_journal(m_connection, ledger(), journal().crashed()));
    });
    m_is_careful = !crashed.empty();
    return crashed;
}

void PostgresSession::record_crash(const Migration& migration) {
    guard({Kind::noting_crash}, [&] {
        const auto tables = ledger();
        const auto run = Journal::read_unfinished(
            postgres::ask_journal(m_connection, tables, journal().find_unfinished(migration)));
        auto change = run ? journal().note_crash(migration) : journal().record_crash(migration);
        if (run) {
            change.parameters.front() = run->id;
        }
        run_transaction(m_connection, tables, journal_commands(tables, std::move(change)));
    });
}

std::int64_t PostgresSession::lock_key() const {
    return upgrade_lock_key(m_version_table.schema(), m_version_table.name());
}

Ledger PostgresSession::ledger(std::optional<base::milliseconds> lock_timeout) const {
    Ledger ledger{m_version_table, journal(), m_connection.late_settings(m_is_pooled),
                  m_options.trusted_relations};
    ledger.shares_session = m_pooling == pg::Pooling::transaction;
    if (m_pooling && !ledger.shares_session) { // try_lock() has found out
        ledger.session_lock = lock_key();
    }
    const auto ours = [](const TimeLimit& limit) {
        return limit.is_ours ? limit.value : base::milliseconds{0};
    };
    append_timeouts(ledger.settings, lock_timeout.value_or(ours(m_limits.lock)), ours(m_limits.statement));
    ledger.concurrently_timeout = m_options.concurrently_timeout;
    ledger.is_careful = m_is_careful;
    ledger.is_plainly_ours = m_is_plainly_ours;
    return ledger;
}

std::optional<pg::Result> PostgresSession::ask_journal(const pg::Command& question) {
    std::optional<pg::Result> answer;
    guard({Kind::reading_journal}, [&] {
        if (look_at_journal().exists) {
            answer = postgres::ask_journal(m_connection, ledger(), question);
        }
    });
    return answer;
}

Journal::State PostgresSession::look_at_journal() {
    const auto state = Journal::read_state(m_connection.exec(journal().state()));
    if (state.format > k_journal_format && !std::exchange(m_has_told_of_newer_journal, true)) {
        const auto writer =
            postgres::ask_journal(m_connection, ledger(), journal().newest_writer()).column(0);
        m_reporter.warning(
            fmt::format(
                "the journal has format {}, which {} has made; this headstart knows format {} and goes "
                "by what it finds of that",
                state.format, writer.empty() ? "a newer headstart" : "headstart " + writer.front(),
                k_journal_format),
            {{"event", "newer_journal"}, {"format", std::int64_t{state.format}}});
    }
    return state;
}

void PostgresSession::guard(const Work& work, const std::function<void()>& attempt,
                            std::span<const Migration> migrations) {
    const bool is_limited = work.kind != Kind::applying && m_options.answer_timeout.count() > 0;
    m_applying = migrations;
    const pg::LimitAnswers limit(m_connection, is_limited ? limit_of_look() : limit_of_migration());
    try {
        m_watch.during(work, migrations, attempt);
        m_notices.tell_left_out();
    } catch (database::Refused& error) {
        explain(error);
        throw;
    } catch (const pg::PipelineError& error) {
        throw server_failed(error.error, work);
    } catch (const pg::ServerError& error) {
        throw server_failed(error, work);
    } catch (const pg::UnexpectedAnswer& answer) {
        throw unexpected_answer(answer, work);
    } catch (const pg::AnswerOverdue&) {
        throw overdue(work);
    } catch (const pg::ConnectionLost& lost) {
        if (is_limited && lost.cause() == pg::ConnectionLost::Cause::no_answer) {
            throw overdue(work); // a pooler that has no server connection for us does not cancel either
        }
        throw connection_lost(lost, work);
    }
}

void PostgresSession::explain(database::Refused& error) {
    m_watch.explain(error);
    explain_timeout(error, m_applying, m_limits, m_lock_timeout, m_options.concurrently_timeout);
}

pg::AnswerLimit PostgresSession::limit_of_look() const {
    return {.deadline = base::Deadline::after(m_options.answer_timeout), .silence = m_options.answer_timeout};
}

pg::AnswerLimit PostgresSession::limit_of_migration() const {
    // What we ask around its statements may wait for a lock, as long as a migration may.
    const auto patience = std::max(m_options.answer_timeout, 2 * m_options.lock_timeout);
    const bool is_limited = m_options.answer_timeout.count() > 0 && m_options.lock_timeout.count() > 0;
    return {.each_question = is_limited ? patience : std::chrono::milliseconds{0},
            .silence = m_options.answer_timeout};
}

diag::Error PostgresSession::overdue(const Work& work) {
    auto error = answer_overdue(work, m_options.answer_timeout);
    m_watch.add_blockers(error);
    return error;
}

} // namespace headstart::postgres
