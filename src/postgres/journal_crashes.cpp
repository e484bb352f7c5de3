#include "postgres/journal_rows.hpp"

#include <fmt/format.h>

namespace headstart::postgres {

namespace {

/// Who reads the journal learns it as the end of a run.
constexpr std::string_view k_went_down = "the server went down while it ran";

} // namespace

pg::Command Journal::note_crash(const Migration& migration) const {
    // The file may have been mended since it last brought the server down.
    return {
        fmt::format("UPDATE {} SET crashes = CASE WHEN checksum OPERATOR(pg_catalog.=) $2"
                    " THEN crashes OPERATOR(pg_catalog.+) 1 ELSE 1 END, checksum = $2, error = $3,"
                    " crashed_at = pg_catalog.clock_timestamp() WHERE id OPERATOR(pg_catalog.=) $1::bigint",
                    qualified()),
        {"", migration.checksum, std::string(k_went_down)}};
}

pg::Command Journal::record_crash(const Migration& migration) const {
    // Of a row that has failed at its first statement, and has noted no attempt, nothing is half-done.
    auto command =
        insert(entry_of(migration), "state, statements_done, started_at, error, crashes, crashed_at",
               fmt::format("'failed', 0, pg_catalog.clock_timestamp(), {}, 1,"
                           " pg_catalog.clock_timestamp()",
                           k_next_place));
    command.parameters.emplace_back(k_went_down);
    return command;
}

pg::Command Journal::crashed() const {
    return {fmt::format("SELECT revision, direction, checksum, crashes, {} FROM {} AS j WHERE"
                        " crashes OPERATOR(pg_catalog.>) 0 AND state OPERATOR(pg_catalog.<>) 'done' AND {}"
                        " AND {}",
                        milliseconds_since("crashed_at"), qualified(), k_is_of_this_history, nothing_later()),
            {m_version_table}};
}

std::vector<database::Crashed> Journal::read_crashed(const pg::Result& result) {
    std::vector<database::Crashed> all;
    for (int row = 0; row < result.row_count(); ++row) {
        all.push_back({.revision = std::string(result.value(row, 0)),
                       .is_up = result.value(row, 1) == "up",
                       .checksum = std::string(result.value(row, 2)),
                       .times = static_cast<int>(result.number(row, 3)),
                       .ago = base::milliseconds{result.number(row, 4)}});
    }
    return all;
}

} // namespace headstart::postgres
