#include "postgres/activity/progress.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <array>
#include <string_view>
#include <vector>

namespace headstart::postgres {

namespace {

struct ProgressView {
    int since; ///< the server's major version
    std::string_view query;
};

/// Each as: pid, phase, done, total (manual, "Progress Reporting"). CREATE INDEX leaves the counters of its
/// earlier phases standing: who is waited for counts while it waits, rows before blocks while it works.
constexpr std::array k_views{
    ProgressView{12, "SELECT pid, phase,"
                     " CASE WHEN phase OPERATOR(pg_catalog.~~) 'waiting%' THEN lockers_done"
                     " WHEN tuples_total OPERATOR(pg_catalog.>) 0 THEN tuples_done ELSE blocks_done END,"
                     " CASE WHEN phase OPERATOR(pg_catalog.~~) 'waiting%' THEN lockers_total"
                     " WHEN tuples_total OPERATOR(pg_catalog.>) 0 THEN tuples_total ELSE blocks_total END"
                     " FROM pg_catalog.pg_stat_progress_create_index"},
    ProgressView{12, "SELECT pid, phase, heap_blks_scanned, heap_blks_total"
                     " FROM pg_catalog.pg_stat_progress_cluster"},
    ProgressView{10, "SELECT pid, phase,"
                     " CASE WHEN phase OPERATOR(pg_catalog.=) 'vacuuming heap' THEN heap_blks_vacuumed"
                     " ELSE heap_blks_scanned END,"
                     " heap_blks_total FROM pg_catalog.pg_stat_progress_vacuum"},
    ProgressView{13, "SELECT pid, phase, sample_blks_scanned, sample_blks_total"
                     " FROM pg_catalog.pg_stat_progress_analyze"},
    ProgressView{14, "SELECT pid, 'copying', bytes_processed, bytes_total"
                     " FROM pg_catalog.pg_stat_progress_copy"},
};

std::string progress_of(int server_version) {
    std::vector<std::string> queries{"SELECT NULL::integer, NULL, NULL::bigint, NULL::bigint"};
    for (const auto& view : k_views) {
        if (server_version / 10000 >= view.since) {
            queries.emplace_back(view.query);
        }
    }
    return base::join(queries, " UNION ALL ");
}

std::int64_t number_at(const pg::Result& rows, int column) {
    return rows.is_null(0, column) ? 0 : rows.number(0, column);
}

} // namespace

std::optional<Activity> read_activity(pg::Connection& connection, int pid) {
    const auto rows = connection.exec(
        {fmt::format(
             "SELECT a.query,"
             " (extract(epoch FROM pg_catalog.clock_timestamp() OPERATOR(pg_catalog.-) a.query_start)"
             " OPERATOR(pg_catalog.*) 1000)::bigint,"
             " p.phase, p.done, p.total, coalesce(a.wait_event OPERATOR(pg_catalog.=) 'SyncRep', false) FROM "
             "pg_catalog.pg_stat_activity a"
             " LEFT JOIN ({}) p (pid, phase, done, total) ON p.pid OPERATOR(pg_catalog.=) a.pid"
             " WHERE a.pid OPERATOR(pg_catalog.=) $1::integer AND a.state OPERATOR(pg_catalog.=) 'active'"
             " AND a.datname OPERATOR(pg_catalog.=) pg_catalog.current_database()"
             " AND a.usename OPERATOR(pg_catalog.=) session_user LIMIT 1",
             progress_of(connection.server_version())),
         {std::to_string(pid)}});
    if (rows.row_count() == 0) {
        return std::nullopt;
    }
    return Activity{std::string(rows.value(0, 0)),
                    base::milliseconds{number_at(rows, 1)},
                    std::string(rows.value(0, 2)),
                    number_at(rows, 3),
                    number_at(rows, 4),
                    rows.is_true(0, 5)};
}

} // namespace headstart::postgres
