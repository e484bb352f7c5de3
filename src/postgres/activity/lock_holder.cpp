#include "postgres/activity/lock_holder.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <string>
#include <vector>

namespace headstart::postgres {

namespace {

/// A bigint key shows in pg_locks as its two halves, with objsubid 1 (manual, "pg_locks"). A prepared
/// transaction has no pid. What is not for this role is NULL in pg_stat_activity, the state of every backend
/// of a client else is not.
constexpr std::string_view k_holder_of =
    "SELECT l.pid, a.usename, a.application_name,"
    " coalesce(pg_catalog.host(a.client_addr), 'a local socket'),"
    " pg_catalog.date_trunc('second', a.backend_start), a.state, a.state IS NULL,"
    " pg_catalog.count(*) OVER ()"
    " FROM pg_catalog.pg_locks l"
    " LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid OPERATOR(pg_catalog.=) l.pid"
    " WHERE l.locktype OPERATOR(pg_catalog.=) 'advisory' AND l.granted"
    " AND l.objsubid OPERATOR(pg_catalog.=) 1"
    " AND l.database OPERATOR(pg_catalog.=) (SELECT d.oid FROM pg_catalog.pg_database d"
    " WHERE d.datname OPERATOR(pg_catalog.=) pg_catalog.current_database())"
    " AND l.classid OPERATOR(pg_catalog.=)"
    " (($1::bigint OPERATOR(pg_catalog.>>) 32) OPERATOR(pg_catalog.&) 4294967295)::bigint::pg_catalog.oid"
    " AND l.objid OPERATOR(pg_catalog.=)"
    " ($1::bigint OPERATOR(pg_catalog.&) 4294967295)::pg_catalog.oid"
    " ORDER BY a.backend_start LIMIT 1";

} // namespace

std::optional<database::LockHolder> read_lock_holder(pg::Connection& connection, std::int64_t key) {
    const auto found = connection.exec({std::string(k_holder_of), {std::to_string(key)}});
    if (found.row_count() == 0) {
        return std::nullopt;
    }
    if (found.is_null(0, 0)) {
        return database::LockHolder{"a prepared transaction", "find it in pg_prepared_xacts and end it with "
                                                              "ROLLBACK PREPARED"};
    }
    const std::string pid(found.value(0, 0));
    std::vector<std::string> facts;
    if (!found.is_null(0, 1)) {
        facts.push_back(fmt::format("user {}", found.value(0, 1)));
    }
    facts.push_back(found.value(0, 2).empty() ? "no application name"
                                              : fmt::format("application {}", found.value(0, 2)));
    if (found.is_true(0, 6)) {
        facts.emplace_back("the rest is shown to members of pg_read_all_stats only");
    } else {
        facts.push_back(fmt::format("from {}", found.value(0, 3)));
        facts.push_back(fmt::format("connected since {}", found.value(0, 4)));
        facts.emplace_back(found.value(0, 5));
    }
    if (found.value(0, 7) != "1") {
        facts.push_back(fmt::format("one of {} that share it", found.value(0, 7)));
    }
    return database::LockHolder{
        fmt::format("pid {} ({})", pid, base::join(facts, ", ")),
        fmt::format("end that session: SELECT pg_terminate_backend({}), as its user or as a superuser", pid)};
}

} // namespace headstart::postgres
