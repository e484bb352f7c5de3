#include "postgres/journal_rows.hpp"

#include <fmt/format.h>

/// The journal as people read it: who changed this schema, when, and how long it took.
namespace headstart::postgres {

namespace {

/// As ISO 8601 has it, of whatever time zone the session is.
std::string in_utc(std::string_view column) {
    return fmt::format("pg_catalog.to_char(pg_catalog.timezone('UTC', {}),"
                       " 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')",
                       column);
}

/// That the formats 1 to 3 lack, as k_missing_columns.
constexpr std::string_view k_missing_for_people =
    "(SELECT NULL::pg_catalog.text AS version_table, 0 AS crashes) AS missing";

} // namespace

std::string Journal::select_rows(std::string_view condition, std::string_view behind) const {
    return fmt::format(
        "SELECT entry.* FROM {} CROSS JOIN LATERAL (SELECT j.direction, j.revision, j.message, j.parents,"
        " j.state, j.statements_done, j.statements, {}, {}, j.duration_ms, j.database_user, j.host,"
        " j.headstart_version, j.error, crashes,"
        " j.state OPERATOR(pg_catalog.<>) 'done' AND NOT ({}), j.id FROM {} AS j WHERE {}{} {}) AS entry"
        " ORDER BY id DESC",
        k_missing_for_people, in_utc("j.started_at"), in_utc("j.finished_at"), nothing_later(), qualified(),
        k_is_of_this_history, condition, behind);
}

pg::Command Journal::rows(std::size_t most) const {
    return {select_rows("", "ORDER BY j.id DESC LIMIT $2::bigint"), {m_version_table, std::to_string(most)}};
}

pg::Command Journal::newest_rows() const {
    return {select_rows(fmt::format(" AND j.id OPERATOR(pg_catalog.=) ANY (SELECT pg_catalog.max(newest.id)"
                                    " FROM {} AS newest WHERE newest.state OPERATOR(pg_catalog.=) 'done'"
                                    " AND newest.direction OPERATOR(pg_catalog.=) ANY (ARRAY['up', 'down', "
                                    "'stamp']::pg_catalog.text[]) AND {}"
                                    " GROUP BY newest.revision)",
                                    qualified(), k_is_of_this_history),
                        ""),
            {m_version_table}};
}

std::vector<database::JournalRow> Journal::read_rows(const pg::Result& result) {
    std::vector<database::JournalRow> rows;
    rows.reserve(static_cast<std::size_t>(result.row_count()));
    for (int row = 0; row < result.row_count(); ++row) {
        const auto text = [&](int column) { return std::string(result.value(row, column)); };
        const auto number = [&](int column) { return static_cast<std::size_t>(result.number(row, column)); };
        rows.push_back({.direction = text(0),
                        .revision = text(1),
                        .message = text(2),
                        .parents = pg::from_array(result.value(row, 3)),
                        .state = text(4),
                        .statements_done = number(5),
                        .statements = number(6),
                        .started_at = text(7),
                        .finished_at = text(8),
                        .duration = result.is_null(row, 9)
                                        ? std::nullopt
                                        : std::optional(base::milliseconds{result.number(row, 9)}),
                        .database_user = text(10),
                        .host = text(11),
                        .headstart_version = text(12),
                        .error = text(13),
                        .crashes = static_cast<int>(result.number(row, 14)),
                        .is_settled = result.is_true(row, 15)});
    }
    return rows;
}

} // namespace headstart::postgres
