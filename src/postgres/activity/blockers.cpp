#include "postgres/activity/blockers.hpp"

#include "base/duration.hpp"
#include "base/text.hpp"
#include "pg/quote.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cstdint>
#include <iterator>
#include <utility>

namespace headstart::postgres {

namespace {

constexpr std::size_t k_most = 5;
/// In the place of the query, for whom may not see it (manual, "The Statistics Collector": pg_stat_activity).
constexpr std::string_view k_no_privilege = "<insufficient privilege>";

/// pg_blocking_pids() takes the lock manager's own lock, so it is only asked for a session that waits. It
/// names a session twice whose parallel workers hold something too.
constexpr std::string_view k_blockers_of =
    "SELECT DISTINCT b.pid, s.usename, s.application_name, s.backend_type, s.state, s.query,"
    " (extract(epoch FROM pg_catalog.clock_timestamp() OPERATOR(pg_catalog.-) s.xact_start)"
    " OPERATOR(pg_catalog.*) 1000)::bigint AS age, r.slot_name"
    " FROM pg_catalog.pg_stat_activity me"
    " CROSS JOIN LATERAL pg_catalog.unnest(pg_catalog.pg_blocking_pids(me.pid)) b(pid)"
    " LEFT JOIN pg_catalog.pg_stat_activity s ON s.pid OPERATOR(pg_catalog.=) b.pid"
    " LEFT JOIN pg_catalog.pg_replication_slots r ON r.active_pid OPERATOR(pg_catalog.=) b.pid"
    " WHERE me.pid OPERATOR(pg_catalog.=) $1::integer AND me.wait_event_type OPERATOR(pg_catalog.=) 'Lock'"
    " AND me.datname OPERATOR(pg_catalog.=) pg_catalog.current_database()"
    " AND me.usename OPERATOR(pg_catalog.=) session_user"
    " ORDER BY age DESC NULLS LAST, b.pid";

/// A prepared transaction has no session, and pg_blocking_pids() says 0: it is told by the lock that it holds
/// on what is waited for. Objects are compared as text, which needs no operator that somebody might have
/// planted.
constexpr std::string_view k_prepared_blockers_of =
    "SELECT DISTINCT p.gid, p.owner, p.database,"
    " (extract(epoch FROM pg_catalog.clock_timestamp() OPERATOR(pg_catalog.-) p.prepared)"
    " OPERATOR(pg_catalog.*) 1000)::bigint AS age"
    " FROM pg_catalog.pg_locks w"
    " JOIN pg_catalog.pg_locks h ON h.pid IS NULL AND h.granted"
    " AND pg_catalog.format('%s %s %s %s %s %s %s %s %s %s', w.locktype, w.database, w.relation, w.page, "
    "w.tuple,"
    " w.virtualxid, w.transactionid, w.classid, w.objid, w.objsubid) OPERATOR(pg_catalog.=)"
    " pg_catalog.format('%s %s %s %s %s %s %s %s %s %s', h.locktype, h.database, h.relation, h.page, h.tuple,"
    " h.virtualxid, h.transactionid, h.classid, h.objid, h.objsubid)"
    " JOIN pg_catalog.pg_locks x ON x.pid IS NULL AND x.virtualtransaction OPERATOR(pg_catalog.=)"
    " h.virtualtransaction AND x.locktype OPERATOR(pg_catalog.=) 'transactionid'"
    " JOIN pg_catalog.pg_prepared_xacts p ON p.transaction OPERATOR(pg_catalog.=) x.transactionid"
    " WHERE w.pid OPERATOR(pg_catalog.=) $1::integer AND NOT w.granted"
    " ORDER BY age DESC, p.gid";

std::int64_t to_number(std::string_view text) {
    std::int64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

std::vector<Blocker> read_prepared(pg::Connection& connection, int pid) {
    const auto rows = connection.exec({std::string(k_prepared_blockers_of), {std::to_string(pid)}});
    std::vector<Blocker> blockers;
    for (int row = 0; row < rows.row_count(); ++row) {
        Blocker blocker;
        blocker.gid = rows.value(row, 0);
        blocker.user = rows.value(row, 1);
        blocker.database = rows.value(row, 2);
        blocker.transaction_age = base::milliseconds{to_number(rows.value(row, 3))};
        blockers.push_back(std::move(blocker));
    }
    return blockers;
}

} // namespace

std::vector<Blocker> read_blockers(pg::Connection& connection, int pid) {
    const auto rows = connection.exec({std::string(k_blockers_of), {std::to_string(pid)}});
    std::vector<Blocker> blockers;
    for (int row = 0; row < rows.row_count(); ++row) {
        Blocker blocker;
        blocker.pid = static_cast<int>(to_number(rows.value(row, 0)));
        if (blocker.pid == 0) {
            auto prepared = read_prepared(connection, pid);
            if (!prepared.empty()) {
                std::move(prepared.begin(), prepared.end(), std::back_inserter(blockers));
                continue;
            }
        }
        blocker.user = rows.value(row, 1);
        blocker.application = rows.value(row, 2);
        blocker.backend_type = rows.value(row, 3);
        blocker.state = rows.value(row, 4);
        blocker.query = rows.value(row, 5);
        if (!rows.is_null(row, 6)) {
            blocker.transaction_age = base::milliseconds{to_number(rows.value(row, 6))};
        }
        blocker.slot = rows.value(row, 7);
        blocker.may_be_read = blocker.query != k_no_privilege;
        blockers.push_back(std::move(blocker));
    }
    return blockers;
}

namespace {

std::string describe_prepared(const Blocker& blocker) {
    if (blocker.gid.empty()) {
        return "a prepared transaction (see pg_prepared_xacts)";
    }
    return fmt::format(
        "the prepared transaction {0} of {1} in database {2}, prepared {3} ago, which no session holds: "
        "end it there with COMMIT PREPARED {0} or ROLLBACK PREPARED {0}",
        pg::quote_literal(blocker.gid), blocker.user, blocker.database,
        base::format_duration(blocker.transaction_age.value_or(base::milliseconds{0})));
}

/// Of a process that is no client's: what it means to who waits for it.
std::string consequence_of(const Blocker& blocker) {
    if (blocker.backend_type == "autovacuum worker") {
        return blocker.query.find("(to prevent wraparound)") == std::string::npos
                   ? "it gives way by itself, when it has been waited for as long as deadlock_timeout"
                   : "it does not give way: the server needs it; let it come to its end";
    }
    if (blocker.backend_type == "walsender") {
        return blocker.slot.empty() ? "it sends the log to a standby or a subscriber"
                                    : fmt::format("it is at work for the replication slot {}", blocker.slot);
    }
    return {};
}

} // namespace

std::string describe(const Blocker& blocker, sql::Literals literals) {
    if (blocker.pid == 0) {
        return describe_prepared(blocker);
    }
    std::vector<std::string> facts;
    if (!blocker.user.empty()) {
        facts.push_back("user " + blocker.user);
    }
    if (!blocker.application.empty()) {
        facts.push_back("application " + blocker.application);
    }
    if (!blocker.backend_type.empty() && blocker.backend_type != "client backend") {
        facts.push_back(blocker.backend_type);
    }
    if (!blocker.state.empty()) {
        facts.push_back(blocker.state);
    }
    if (blocker.transaction_age) {
        facts.push_back("transaction open for " + base::format_duration(*blocker.transaction_age));
    }
    const auto who = facts.empty() ? fmt::format("pid {}", blocker.pid)
                                   : fmt::format("pid {} ({})", blocker.pid, base::join(facts, ", "));
    if (!blocker.may_be_read) {
        return who + "; what it runs is shown to members of pg_read_all_stats only";
    }
    // What the server's own processes run holds no literals.
    const auto shown = blocker.backend_type == "autovacuum worker" ? sql::Literals::shown : literals;
    std::vector<std::string> parts{who};
    if (const auto query = sql::one_line(blocker.query, shown); !query.empty()) {
        parts.push_back(query);
    }
    if (auto consequence = consequence_of(blocker); !consequence.empty()) {
        parts.push_back(std::move(consequence));
    }
    return base::join(parts, ": ");
}

std::vector<std::string> describe(const std::vector<Blocker>& blockers, sql::Literals literals) {
    std::vector<std::string> lines;
    for (const auto& blocker : blockers) {
        if (lines.size() == k_most) {
            lines.push_back(fmt::format("{} more", blockers.size() - k_most));
            break;
        }
        lines.push_back(describe(blocker, literals));
    }
    return lines;
}

} // namespace headstart::postgres
