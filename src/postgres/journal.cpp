#include "postgres/journal.hpp"

#include "build_info.hpp"
#include "pg/quote.hpp"
#include "postgres/held_text.hpp"
#include "postgres/journal_rows.hpp"
#include "postgres/version_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <unistd.h>
#include <unordered_map>

namespace headstart::postgres {

namespace {

constexpr std::string_view k_direction_check =
    "CONSTRAINT headstart_journal_direction CHECK (direction OPERATOR(pg_catalog.=)"
    " ANY (ARRAY['up', 'down', 'stamp', 'accept']::pg_catalog.text[]))";
constexpr std::string_view k_state_check =
    "CONSTRAINT headstart_journal_state CHECK (state OPERATOR(pg_catalog.=)"
    " ANY (ARRAY['running', 'done', 'failed']::pg_catalog.text[]))";

/// Of a version, as an array, which compares as versions do.
std::string numbers_of(std::string_view version) {
    return fmt::format("pg_catalog.string_to_array(pg_catalog.substring({},"
                       " '^[0-9]{{1,6}}(?:[.][0-9]{{1,6}})*'), '.')::int[]",
                       version);
}

/// That journals of older formats lack, beside `format` and `version_table`.
struct LaterColumn {
    std::string_view name;
    std::string_view definition;
};

constexpr std::array k_later_columns{
    LaterColumn{"attempt", "pg_catalog.jsonb"},
    LaterColumn{"statement_checksums", "pg_catalog.text[]"},
    LaterColumn{"crashes", "int NOT NULL DEFAULT 0"},
    LaterColumn{"crashed_at", "pg_catalog.timestamptz"},
};

bool has_column(const Journal::State& state, std::string_view name) {
    return std::find(state.columns.begin(), state.columns.end(), name) != state.columns.end();
}

} // namespace

JournalEntry entry_of(const Migration& migration) {
    return {migration.direction(),        migration.revision().id, migration.parents,
            migration.revision().message, migration.checksum,      migration.statements.size()};
}

std::string milliseconds_since(std::string_view start) {
    return fmt::format("(extract(epoch FROM pg_catalog.clock_timestamp() OPERATOR(pg_catalog.-) {})"
                       " OPERATOR(pg_catalog.*) 1000)::bigint",
                       start);
}

std::string host_name() {
    std::array<char, 256> name{};
    return gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "";
}

std::string Journal::qualified() const {
    const auto name = pg::quote_identifier(k_name);
    return m_schema.empty() ? name : pg::quote_identifier(m_schema) + "." + name;
}

pg::Command Journal::state() const {
    // The number is the default of a column, which survives whatever a dump leaves out.
    return {
        "SELECT c.oid IS NOT NULL, (SELECT pg_catalog.pg_get_expr(d.adbin, d.adrelid)"
        " FROM pg_catalog.pg_attribute a LEFT JOIN pg_catalog.pg_attrdef d"
        " ON d.adrelid OPERATOR(pg_catalog.=) a.attrelid AND d.adnum OPERATOR(pg_catalog.=) a.attnum"
        " WHERE a.attrelid OPERATOR(pg_catalog.=) c.oid"
        " AND a.attname OPERATOR(pg_catalog.=) 'format' AND NOT a.attisdropped),"
        " ARRAY(SELECT k.conname::pg_catalog.text FROM pg_catalog.pg_constraint k"
        " WHERE k.conrelid OPERATOR(pg_catalog.=) c.oid AND k.contype OPERATOR(pg_catalog.=) 'c' ORDER BY 1),"
        " ARRAY(SELECT a.attname::pg_catalog.text FROM pg_catalog.pg_attribute a"
        " WHERE a.attrelid OPERATOR(pg_catalog.=) c.oid AND NOT a.attisdropped),"
        " EXISTS (SELECT FROM pg_catalog.pg_class v WHERE v.relnamespace OPERATOR(pg_catalog.=)"
        " (SELECT j.relnamespace FROM pg_catalog.pg_class j WHERE j.oid OPERATOR(pg_catalog.=) c.oid)"
        " AND v.relname OPERATOR(pg_catalog.<>) $2 AND " +
            looks_like_version_table("v") +
            ") FROM (SELECT pg_catalog.to_regclass($1)::pg_catalog.oid AS oid) c",
        {qualified(), m_version_table}};
}

Journal::State Journal::read_state(const pg::Result& result) {
    State state{.exists = result.is_true(0, 0),
                .format = 1,
                .checks = pg::from_array(result.value(0, 2)),
                .columns = pg::from_array(result.value(0, 3)),
                .is_shared = result.is_true(0, 4)};
    const auto format = result.value(0, 1);
    std::from_chars(format.data(), format.data() + format.size(), state.format);
    return state;
}

pg::Command Journal::lock() const {
    return {fmt::format("LOCK TABLE {} IN {} MODE", qualified(),
                        m_is_others ? "SHARE ROW EXCLUSIVE" : "ROW EXCLUSIVE")};
}

pg::Command Journal::lock_alone() const {
    return {fmt::format("LOCK TABLE {} IN ACCESS EXCLUSIVE MODE", qualified())};
}

pg::Command Journal::may_read() const {
    return {"SELECT coalesce(pg_catalog.has_table_privilege(pg_catalog.to_regclass($1), 'SELECT'), true)",
            {qualified()}};
}

pg::Command Journal::create() const {
    return {
        fmt::format("CREATE TABLE {} ("
                    "id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT headstart_journal_pkey PRIMARY KEY,"
                    " direction pg_catalog.text NOT NULL {},"
                    " revision pg_catalog.text NOT NULL,"
                    " parents pg_catalog.text[] NOT NULL,"
                    " message pg_catalog.text NOT NULL,"
                    " checksum pg_catalog.text NOT NULL,"
                    " state pg_catalog.text NOT NULL {},"
                    " statements int NOT NULL,"
                    " statements_done int NOT NULL,"
                    " attempt pg_catalog.jsonb,"
                    " started_at pg_catalog.timestamptz NOT NULL,"
                    " finished_at pg_catalog.timestamptz,"
                    " duration_ms bigint,"
                    " database_user pg_catalog.text NOT NULL,"
                    " host pg_catalog.text NOT NULL,"
                    " headstart_version pg_catalog.text NOT NULL,"
                    " error pg_catalog.text,"
                    " format int NOT NULL DEFAULT {},"
                    " version_table pg_catalog.text,"
                    " statement_checksums pg_catalog.text[],"
                    " crashes int NOT NULL DEFAULT 0,"
                    " crashed_at pg_catalog.timestamptz)",
                    qualified(), k_direction_check, k_state_check, k_journal_format)};
}

std::vector<pg::Command> Journal::bring_up_to_date(const State& state) const {
    // The checks of format 1 bear names that the server made up.
    std::string changes;
    for (const auto& check : state.checks) {
        changes += fmt::format(" DROP CONSTRAINT {},", pg::quote_identifier(check));
    }
    changes += fmt::format(" ADD {}, ADD {},", k_direction_check, k_state_check);
    changes += fmt::format(" {} {}",
                           has_column(state, "format") ? "ALTER COLUMN format SET DEFAULT"
                                                       : "ADD COLUMN format int NOT NULL DEFAULT",
                           k_journal_format);
    for (const auto& column : k_later_columns) { // IF NOT EXISTS would send a notice, which is shown
        changes += has_column(state, column.name)
                       ? ""
                       : fmt::format(", ADD COLUMN {} {}", column.name, column.definition);
    }
    // The rows that are there belong to the one history there is; where there are several, nobody knows.
    if (!has_column(state, "version_table")) {
        changes += ", ADD COLUMN version_table pg_catalog.text";
        changes += state.is_shared ? "" : " DEFAULT " + pg::quote_literal(m_version_table);
    }
    return {{fmt::format("ALTER TABLE {}{}", qualified(), changes)},
            {fmt::format("ALTER TABLE {} ALTER COLUMN version_table DROP DEFAULT", qualified())}};
}

pg::Command Journal::add_missing_columns() const {
    // ALTER TABLE is for its owner alone, also where it has nothing to do.
    const auto body = fmt::format(
        "BEGIN IF (SELECT pg_catalog.count(*) FROM pg_catalog.pg_attribute WHERE attrelid "
        "OPERATOR(pg_catalog.=)"
        " pg_catalog.to_regclass({0})::pg_catalog.oid AND attname OPERATOR(pg_catalog.=)"
        " ANY (ARRAY['attempt', 'version_table', 'statement_checksums']::pg_catalog.name[]))"
        " OPERATOR(pg_catalog.<) 3 THEN ALTER TABLE {1} ADD COLUMN IF NOT EXISTS attempt pg_catalog.jsonb,"
        " ADD COLUMN IF NOT EXISTS version_table pg_catalog.text,"
        " ADD COLUMN IF NOT EXISTS statement_checksums pg_catalog.text[]; END IF; END",
        pg::quote_literal(qualified()), qualified());
    return {fmt::format("DO {}", pg::quote_literal(body))};
}

pg::Command Journal::newest_writer() const {
    // The column's default gives our own rows the newer format, too.
    return {fmt::format("SELECT headstart_version FROM {0} WHERE format OPERATOR(pg_catalog.>) {1}"
                        " AND {2} OPERATOR(pg_catalog.>) {3} ORDER BY {2} DESC, id DESC LIMIT 1",
                        qualified(), k_journal_format, numbers_of("headstart_version"),
                        numbers_of("$1::pg_catalog.text")),
            {std::string(build_info::k_version)}};
}

pg::Command Journal::ancestry() const {
    return {
        fmt::format("SELECT applied.* FROM {} CROSS JOIN LATERAL"
                    " (SELECT DISTINCT ON (revision) revision, parents,"
                    " pg_catalog.format('%s %s by %s from %s, headstart %s',"
                    " CASE WHEN direction OPERATOR(pg_catalog.=) 'stamp' THEN 'stamped' ELSE 'applied' END,"
                    " finished_at, database_user, host, headstart_version)"
                    " FROM {} WHERE direction OPERATOR(pg_catalog.=)"
                    " ANY (ARRAY['up', 'stamp']::pg_catalog.text[]) AND state OPERATOR(pg_catalog.=) 'done'"
                    " AND {} ORDER BY revision, id DESC) AS applied",
                    k_missing_columns, qualified(), k_is_of_this_history),
        {m_version_table}};
}

std::vector<Ancestry> Journal::read_ancestry(const pg::Result& result) {
    std::vector<Ancestry> all;
    all.reserve(static_cast<std::size_t>(result.row_count()));
    for (int row = 0; row < result.row_count(); ++row) {
        all.push_back({std::string(result.value(row, 0)), pg::from_array(result.value(row, 1)),
                       std::string(result.value(row, 2))});
    }
    return all;
}

pg::Command Journal::insert(const JournalEntry& entry, std::string_view columns,
                            std::string_view values) const {
    return {fmt::format("INSERT INTO {} ({}, {}) VALUES ({}, {})", qualified(), k_common_columns, columns,
                        k_common_places, values),
            {m_version_table, std::string(entry.direction), entry.revision, pg::to_array(entry.parents),
             held_text(entry.message, m_server_encoding), entry.checksum, std::to_string(entry.statements),
             m_host, std::string(build_info::k_version)}};
}

namespace {

constexpr std::string_view k_columns_of_done = "state, statements_done, started_at, finished_at, duration_ms";
constexpr std::string_view k_done_at_once = "'done', 0, pg_catalog.now(), pg_catalog.clock_timestamp(), 0";

} // namespace

pg::Command Journal::record_done(const Migration& migration) const {
    return insert(entry_of(migration), k_columns_of_done,
                  fmt::format("'done', $7::int, pg_catalog.now(), pg_catalog.clock_timestamp(), {}",
                              milliseconds_since("pg_catalog.now()")));
}

pg::Command Journal::record_stamp(const Stamp& stamp) const {
    return insert({"stamp", stamp.step.to, stamp.parents, stamp.message, ""}, k_columns_of_done,
                  k_done_at_once);
}

pg::Command Journal::record_accept(const Migration& migration) const {
    auto entry = entry_of(migration);
    entry.direction = "accept";
    return insert(entry, k_columns_of_done, k_done_at_once);
}

pg::Command Journal::recorded() const {
    // An undone revision that is applied again without us (stamped, or by Alembic) is none that we have seen.
    // In the second half, without a time, all checksums of rows that may be anybody's: not joined by the
    // server, which takes a journal that was never analyzed for an empty one.
    return {
        fmt::format(
            "SELECT newest.* FROM {0} CROSS JOIN LATERAL (SELECT DISTINCT ON (revision) revision, direction,"
            " checksum, finished_at, database_user, host, headstart_version, version_table IS NULL FROM {1}"
            " WHERE direction OPERATOR(pg_catalog.=) ANY (ARRAY['up', 'down', 'accept']::pg_catalog.text[])"
            " AND state OPERATOR(pg_catalog.=) 'done' AND {2} ORDER BY revision, id DESC) AS newest"
            " WHERE direction OPERATOR(pg_catalog.<>) 'down'"
            " UNION ALL SELECT anybodys.* FROM {0} CROSS JOIN LATERAL (SELECT DISTINCT revision, '', "
            "checksum,"
            " NULL::pg_catalog.timestamptz, '', '', '', true FROM {1} WHERE version_table IS NULL"
            " AND direction OPERATOR(pg_catalog.=) ANY (ARRAY['up', 'accept']::pg_catalog.text[])"
            " AND state OPERATOR(pg_catalog.=) 'done') AS anybodys",
            k_missing_columns, qualified(), k_is_of_this_history),
        {m_version_table}};
}

std::vector<Recorded> Journal::read_recorded(const pg::Result& result) {
    std::vector<Recorded> all;
    std::unordered_map<std::string_view, std::size_t> of_anybody; ///< places in `all`, by revision
    for (int row = 0; row < result.row_count(); ++row) {
        const auto text = [&](int column) { return std::string(result.value(row, column)); };
        if (!result.is_null(row, 3)) {
            if (result.is_true(row, 7)) {
                of_anybody.emplace(result.value(row, 0), all.size());
            }
            all.push_back({text(0), text(1), text(2), {}, text(3), text(4), text(5), text(6)});
        } else if (const auto found = of_anybody.find(result.value(row, 0)); found != of_anybody.end()) {
            all[found->second].other_checksums.push_back(text(2));
        }
    }
    return all;
}

pg::Command Journal::neighbours() const {
    return {
        fmt::format("SELECT others.* FROM {0} CROSS JOIN LATERAL (SELECT DISTINCT version_table, revision,"
                    " checksum FROM {1} WHERE direction OPERATOR(pg_catalog.=) 'up'"
                    " AND NOT EXISTS (SELECT FROM {1} AS mine WHERE {2})) AS others",
                    k_missing_columns, qualified(), k_is_of_this_history),
        {m_version_table}};
}

std::vector<database::NeighbourRevision> Journal::read_neighbours(const pg::Result& result) {
    std::vector<database::NeighbourRevision> all;
    for (int row = 0; row < result.row_count(); ++row) {
        all.push_back({std::string(result.value(row, 0)), std::string(result.value(row, 1)),
                       std::string(result.value(row, 2))});
    }
    return all;
}

} // namespace headstart::postgres
