#pragma once

namespace headstart::test {

/// What differs between PostgreSQL's majors as far as the tests see it, with the first one that has it.
enum class Since : int {
    copies_are_reported = 14,           ///< pg_stat_progress_copy
    dead_clients_are_noticed = 14,      ///< inside a statement: client_connection_check_interval
    partitions_leave_concurrently = 14, ///< DETACH PARTITION … CONCURRENTLY
    expressions_have_statistics = 14,   ///< CREATE STATISTICS … ON (expression)
    functions_have_bodies = 14,         ///< BEGIN ATOMIC … END
    partitions_are_reindexed = 14,      ///< all of them, by a REINDEX of the table or index above them
    roles_come_back = 14,    ///< behind a SET LOCAL SESSION AUTHORIZATION (CVE-2024-10978, mended in 13.17)
    encryption_is_any = 14,  ///< a refusal says "no encryption"; before, "SSL off"
    shutdowns_are_told = 14, ///< an immediate one; before, it says "crash of another server process"
    partitions_are_clustered = 15,
    is_json = 16,                ///< the predicate IS JSON
    reindexes_without_name = 16, ///< REINDEX DATABASE of the one that we are connected to
};

/// Whether the cluster of the tests has it, and with it every server that the tests start.
bool server_has(Since feature);

} // namespace headstart::test
