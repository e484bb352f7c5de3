#pragma once

#include "postgres/journal.hpp"

#include <string>
#include <string_view>
#include <vector>

/// Shared by the two files that write rows of the journal: journal.cpp, of whole runs, and
/// journal_progress.cpp, of runs statement by statement.
namespace headstart::postgres {

/// The columns that every new row fills, in the order of common_values().
inline constexpr std::string_view k_common_columns =
    "version_table, direction, revision, parents, message, checksum, statements, database_user, host,"
    " headstart_version";
inline constexpr std::string_view k_common_places =
    "$1, $2, $3, $4::pg_catalog.text[], $5, $6, $7::int, session_user, $8, $9";
/// The first place that is free.
inline constexpr std::string_view k_next_place = "$10";

/// What a row is about.
struct JournalEntry {
    std::string_view direction;
    std::string revision;
    const std::vector<std::string>& parents;
    std::string message;
    std::string checksum;
    std::size_t statements = 0;
};

JournalEntry entry_of(const Migration& migration);

/// Milliseconds since a timestamp, as the server's clock has it.
std::string milliseconds_since(std::string_view start);

/// Columns that journals of older formats lack, as null: joined before the journal, whose own are nearer
/// where it has them. What only reads must do with any of them.
inline constexpr std::string_view k_missing_columns =
    "(SELECT NULL::pg_catalog.text AS version_table, NULL::pg_catalog.jsonb AS attempt) AS missing";

/// A condition: the row belongs to the history of the version table $1, or does not say to which.
inline constexpr std::string_view k_is_of_this_history =
    "coalesce(version_table OPERATOR(pg_catalog.=) $1, true)";

} // namespace headstart::postgres
