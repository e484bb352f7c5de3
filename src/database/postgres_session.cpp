#include "database/postgres_session.hpp"

#include "base/text.hpp"
#include "database/statement_error.hpp"
#include "database/stepwise.hpp"
#include "database/upgrade_lock.hpp"
#include "diag/log.hpp"

#include <fmt/format.h>

#include <utility>

namespace headstart::database {

PostgresSession::PostgresSession(Connect connect, const pg::Conninfo& conninfo, SessionOptions options,
                                 base::StopToken stop)
    : m_connect(std::move(connect))
    , m_description(conninfo.describe())
    , m_options(std::move(options))
    , m_watch(conninfo, m_options.watch, stop)
    , m_retry{m_options.lock_retry_timeout, stop, [this](diag::Error& error) { m_watch.explain(error); }}
    , m_connection(m_connect(m_options.wait_timeout))
    , m_version_table(m_options.version_table_schema, m_options.version_table) {
    listen_to_notices();
}

void PostgresSession::reconnect() {
    m_connection = m_connect(m_options.reconnect_timeout);
    // It may be another server now: everything is looked up anew.
    m_version_table = VersionTable(m_options.version_table_schema, m_options.version_table);
    m_journal.reset();
    m_pooling.reset();
    listen_to_notices();
}

void PostgresSession::listen_to_notices() {
    m_connection.on_notice([](const pg::ServerError& notice) {
        const auto log = notice.severity == "WARNING" ? diag::log_warning : diag::log_info;
        log(fmt::format("the server says: {}", notice.message),
            {{"event", "notice"}, {"sqlstate", notice.sqlstate}, {"detail", notice.detail}});
    });
}

Standing PostgresSession::read_standing() {
    Standing standing;
    guard("reading the version table", [&] {
        if (m_journal) {
            standing = m_version_table.read(m_connection);
        } else {
            const auto found = m_version_table.find_and_read(m_connection);
            standing = found.standing;
            m_is_pooled = pg::is_pooled(m_connection, found.server_pid);
            m_watch.attach(m_connection, m_is_pooled);
            m_journal.emplace(m_version_table.schema());
        }
    });
    return standing;
}

std::vector<Ancestry> PostgresSession::read_ancestry() {
    const auto answer = ask_journal(journal().ancestry());
    return answer ? Journal::read_ancestry(*answer) : std::vector<Ancestry>{};
}

std::vector<std::string> PostgresSession::list_tables() {
    std::vector<std::string> names;
    guard("looking for tables", [&] {
        names = m_connection
                    .exec({"SELECT c.relname FROM pg_catalog.pg_class c"
                           " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
                           " WHERE n.nspname = $1 AND c.relkind IN ('r', 'p')"
                           " AND c.relname NOT IN ($2, 'headstart_journal')"
                           " AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.classid ="
                           " 'pg_catalog.pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')"
                           " ORDER BY c.relname LIMIT 5",
                           {m_version_table.schema(), m_version_table.name()}})
                    .column(0);
    });
    return names;
}

bool PostgresSession::try_lock() {
    bool is_ours = false;
    guard("taking the lock", [&] {
        find_out_pooling();
        // Behind a pooler of transactions a session lock would stay with a server connection that is not
        // ours, and keep everybody out for as long as the pooler has it.
        is_ours = m_pooling == pg::Pooling::transaction ||
                  m_connection.exec(try_upgrade_lock(lock_key())).value(0, 0) == "t";
    });
    return is_ours;
}

void PostgresSession::find_out_pooling() {
    if (m_pooling) {
        return;
    }
    m_pooling = m_is_pooled
                    ? pg::probe_pooling(m_connection, [&] { return m_connect(base::milliseconds{0}); })
                    : pg::Pooling::none;
    if (m_pooling == pg::Pooling::transaction) {
        diag::log_info(
            "the connection goes through a pooler of transactions: upgraders are kept apart by the "
            "version table alone",
            {{"event", "pooler"}});
    }
}

std::string PostgresSession::describe_lock_holder() {
    std::string holder;
    guard("looking for the holder of the lock", [&] {
        // A bigint key shows in pg_locks as its two halves, with objsubid 1 (manual, "pg_locks").
        const auto found = m_connection.exec(
            {"SELECT pg_catalog.format('pid %s (%s, user %s, from %s, %s since %s)', a.pid,"
             " coalesce(nullif(a.application_name, ''), 'no application name'), a.usename,"
             " coalesce(host(a.client_addr), 'a local socket'), a.state, a.state_change)"
             " FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid"
             " WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1"
             " AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())"
             " AND l.classid = (($1::bigint >> 32) & 4294967295)::bigint::oid"
             " AND l.objid = ($1::bigint & 4294967295)::oid",
             {std::to_string(lock_key())}});
        holder = found.row_count() > 0 ? found.value(0, 0) : "";
    });
    return holder;
}

void PostgresSession::create_tables() {
    guard("creating the version table and the journal", [&] {
        // Behind a pooler of transactions two may create them at once: the slower one looks again.
        while (!try_create_tables()) {
        }
    });
}

bool PostgresSession::try_create_tables() {
    const bool has_journal = m_connection.exec(journal().exists()).value(0, 0) == "t";
    const bool has_version_table = m_version_table.read(m_connection).has_version_table;
    std::vector<pg::Command> commands{begin_transaction()};
    if (!has_version_table) {
        commands.push_back(m_version_table.create());
    }
    if (!has_journal) {
        commands.push_back(journal().create());
    } else if (m_connection.exec(journal().is_up_to_date()).value(0, 0) == "f") {
        for (auto& command : set_lock_timeout(m_options.lock_timeout, SettingScope::transaction)) {
            commands.push_back(std::move(command));
        }
        commands.push_back(journal().bring_up_to_date());
    }
    if (commands.size() == 1) {
        return true;
    }
    commands.push_back({"COMMIT"});
    try {
        m_connection.run_pipeline(commands);
        return true;
    } catch (const pg::PipelineError& error) {
        // Which of the two it is depends on how far the other transaction was.
        if (keeps_its_session() || !(error.error.is(pg::sqlstate::duplicate_table) ||
                                     error.error.is(pg::sqlstate::unique_violation))) {
            throw;
        }
        roll_back(m_connection);
        return false;
    }
}

void PostgresSession::apply(std::span<const Migration> migrations) {
    const auto doing = database::describe(migrations.front());
    with_retries(doing, m_retry, [&] {
        guard(doing,
              [&] { m_watch.during(migrations, [&] { apply_in_transaction(target(), migrations); }); });
    });
}

void PostgresSession::apply_stepwise(const Migration& migration) {
    guard(database::describe(migration), [&] {
        m_watch.during({&migration, 1}, [&] { database::apply_stepwise(target(), migration, m_retry); });
    });
}

void PostgresSession::stamp(std::span<const Stamp> stamps, bool purge) {
    guard("stamping", [&] {
        std::vector<pg::Command> commands{begin_transaction()};
        if (purge) {
            commands.push_back(m_version_table.purge());
        }
        for (const auto& stamp : stamps) {
            for (auto& command : m_version_table.check_rows(stamp.step.rows_before)) {
                commands.push_back(std::move(command));
            }
            for (const auto& change : stamp.step.row_changes) {
                commands.push_back(m_version_table.change(change));
            }
            commands.push_back(journal().record_stamp(stamp));
        }
        commands.push_back({"COMMIT"});
        m_connection.run_pipeline(commands);
    });
}

bool PostgresSession::may_read_journal() {
    bool may_read = false;
    guard("looking at the journal",
          [&] { may_read = m_connection.exec(journal().may_read()).value(0, 0) == "t"; });
    return may_read;
}

std::vector<Recorded> PostgresSession::read_recorded() {
    const auto answer = ask_journal(journal().recorded());
    return answer ? Journal::read_recorded(*answer) : std::vector<Recorded>{};
}

void PostgresSession::accept(std::span<const Migration> migrations) {
    guard("accepting edited migrations", [&] {
        std::vector<pg::Command> commands{begin_transaction()};
        for (const auto& migration : migrations) {
            commands.push_back(journal().record_accept(migration));
        }
        commands.push_back({"COMMIT"});
        m_connection.run_pipeline(commands);
    });
}

std::int64_t PostgresSession::lock_key() const {
    return upgrade_lock_key(m_version_table.schema(), m_version_table.name());
}

Target PostgresSession::target() {
    return {m_connection, m_version_table, journal(), m_options.lock_timeout, lock_key(), m_is_pooled};
}

std::optional<pg::Result> PostgresSession::ask_journal(const pg::Command& question) {
    std::optional<pg::Result> answer;
    guard("reading the journal", [&] {
        if (m_connection.exec(journal().exists()).value(0, 0) == "t") {
            answer = m_connection.exec(question);
        }
    });
    return answer;
}

void PostgresSession::guard(const std::string& doing, const std::function<void()>& work) {
    try {
        work();
    } catch (const pg::PipelineError& error) {
        throw server_failed(error.error, doing);
    } catch (const pg::ServerError& error) {
        throw server_failed(error, doing);
    } catch (const pg::ConnectionLost& lost) {
        throw connection_lost(lost, doing);
    }
}

} // namespace headstart::database
