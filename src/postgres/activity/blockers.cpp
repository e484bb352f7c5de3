#include "postgres/activity/blockers.hpp"

#include "base/duration.hpp"
#include "base/text.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cstdint>

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
    " OPERATOR(pg_catalog.*) 1000)::bigint AS age"
    " FROM pg_catalog.pg_stat_activity me"
    " CROSS JOIN LATERAL pg_catalog.unnest(pg_catalog.pg_blocking_pids(me.pid)) b(pid)"
    " LEFT JOIN pg_catalog.pg_stat_activity s ON s.pid OPERATOR(pg_catalog.=) b.pid"
    " WHERE me.pid OPERATOR(pg_catalog.=) $1::integer AND me.wait_event_type OPERATOR(pg_catalog.=) 'Lock'"
    " AND me.datname OPERATOR(pg_catalog.=) pg_catalog.current_database()"
    " AND me.usename OPERATOR(pg_catalog.=) session_user"
    " ORDER BY age DESC NULLS LAST, b.pid";

std::int64_t to_number(std::string_view text) {
    std::int64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

} // namespace

std::vector<Blocker> read_blockers(pg::Connection& connection, int pid) {
    const auto rows = connection.exec({std::string(k_blockers_of), {std::to_string(pid)}});
    std::vector<Blocker> blockers;
    for (int row = 0; row < rows.row_count(); ++row) {
        Blocker blocker;
        blocker.pid = static_cast<int>(to_number(rows.value(row, 0)));
        blocker.user = rows.value(row, 1);
        blocker.application = rows.value(row, 2);
        blocker.backend_type = rows.value(row, 3);
        blocker.state = rows.value(row, 4);
        blocker.query = rows.value(row, 5);
        if (!rows.is_null(row, 6)) {
            blocker.transaction_age = base::milliseconds{to_number(rows.value(row, 6))};
        }
        blocker.may_be_read = blocker.query != k_no_privilege;
        blockers.push_back(std::move(blocker));
    }
    return blockers;
}

std::string describe(const Blocker& blocker, sql::Literals literals) {
    if (blocker.pid == 0) {
        return "a prepared transaction (see pg_prepared_xacts)";
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
    const auto query = sql::one_line(blocker.query, literals);
    return query.empty() ? who : who + ": " + query;
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
