#include "postgres/journal.hpp"

#include "build_info.hpp"
#include "pg/quote.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <unistd.h>

namespace headstart::postgres {

namespace {

/// The columns that every new row fills, in the order of `common_values`.
constexpr std::string_view k_common_columns =
    "direction, revision, parents, message, checksum, statements, database_user, host, headstart_version";
constexpr std::string_view k_common_places = "$1, $2, $3::text[], $4, $5, $6::int, session_user, $7, $8";

std::vector<pg::ParameterValue> common_values(const Migration& migration, const std::string& host) {
    return {std::string(migration.direction()),
            migration.revision().id,
            pg::to_array(migration.parents),
            migration.revision().message,
            migration.checksum,
            std::to_string(migration.statements.size()),
            host,
            std::string(build_info::k_version)};
}

constexpr std::string_view k_direction_check =
    "CONSTRAINT headstart_journal_direction CHECK (direction IN ('up', 'down', 'stamp', 'accept'))";
constexpr std::string_view k_state_check =
    "CONSTRAINT headstart_journal_state CHECK (state IN ('running', 'done', 'failed'))";

/// Milliseconds since a timestamp, as the server's clock has it.
std::string milliseconds_since(std::string_view start) {
    return fmt::format("(extract(epoch FROM clock_timestamp() - {}) * 1000)::bigint", start);
}

} // namespace

std::string host_name() {
    std::array<char, 256> name{};
    return gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "";
}

std::string Journal::qualified() const {
    const std::string name = "\"headstart_journal\"";
    return m_schema.empty() ? name : pg::quote_identifier(m_schema) + "." + name;
}

pg::Command Journal::state() const {
    // The number is the default of a column, which survives whatever a dump leaves out.
    return {"SELECT c.oid IS NOT NULL, (SELECT pg_catalog.pg_get_expr(d.adbin, d.adrelid)"
            " FROM pg_catalog.pg_attribute a LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND"
            " d.adnum = a.attnum WHERE a.attrelid = c.oid AND a.attname = 'format' AND NOT a.attisdropped),"
            " ARRAY(SELECT k.conname::text FROM pg_catalog.pg_constraint k WHERE k.conrelid = c.oid AND"
            " k.contype = 'c' ORDER BY 1) FROM (SELECT pg_catalog.to_regclass($1)::oid AS oid) c",
            {qualified()}};
}

Journal::State Journal::read_state(const pg::Result& result) {
    State state{
        .exists = result.value(0, 0) == "t", .format = 1, .checks = pg::from_array(result.value(0, 2))};
    const auto format = result.value(0, 1);
    std::from_chars(format.data(), format.data() + format.size(), state.format);
    return state;
}

pg::Command Journal::may_read() const {
    return {"SELECT coalesce(pg_catalog.has_table_privilege(pg_catalog.to_regclass($1), 'SELECT'), true)",
            {qualified()}};
}

pg::Command Journal::create() const {
    return {
        fmt::format("CREATE TABLE {} ("
                    "id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT headstart_journal_pkey PRIMARY KEY,"
                    " direction text NOT NULL {},"
                    " revision text NOT NULL,"
                    " parents text[] NOT NULL,"
                    " message text NOT NULL,"
                    " checksum text NOT NULL,"
                    " state text NOT NULL {},"
                    " statements int NOT NULL,"
                    " statements_done int NOT NULL,"
                    " attempt jsonb,"
                    " started_at timestamptz NOT NULL,"
                    " finished_at timestamptz,"
                    " duration_ms bigint,"
                    " database_user text NOT NULL,"
                    " host text NOT NULL,"
                    " headstart_version text NOT NULL,"
                    " error text,"
                    " format int NOT NULL DEFAULT {})",
                    qualified(), k_direction_check, k_state_check, k_journal_format)};
}

pg::Command Journal::bring_up_to_date(const State& state) const {
    // The checks of format 1 bear names that the server made up.
    std::string dropped;
    for (const auto& check : state.checks) {
        dropped += fmt::format(" DROP CONSTRAINT {},", pg::quote_identifier(check));
    }
    return {fmt::format("ALTER TABLE {}{} ADD {}, ADD {}, ADD COLUMN IF NOT EXISTS attempt jsonb,"
                        " ADD COLUMN IF NOT EXISTS format int NOT NULL DEFAULT {}",
                        qualified(), dropped, k_direction_check, k_state_check, k_journal_format)};
}

pg::Command Journal::newest_writer() const {
    return {fmt::format("SELECT headstart_version FROM {} WHERE format > {} ORDER BY id DESC LIMIT 1",
                        qualified(), k_journal_format)};
}

pg::Command Journal::ancestry() const {
    return {fmt::format(
        "SELECT DISTINCT ON (revision) revision, parents,"
        " format('%s %s by %s from %s, headstart %s',"
        " CASE direction WHEN 'stamp' THEN 'stamped' ELSE 'applied' END,"
        " finished_at, database_user, host, headstart_version)"
        " FROM {} WHERE direction IN ('up', 'stamp') AND state = 'done' ORDER BY revision, id DESC",
        qualified())};
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

pg::Command Journal::record_done(const Migration& migration) const {
    return {fmt::format("INSERT INTO {} ({}, state, statements_done, started_at, finished_at, duration_ms)"
                        " VALUES ({}, 'done', $6::int, now(), clock_timestamp(), {})",
                        qualified(), k_common_columns, k_common_places, milliseconds_since("now()")),
            common_values(migration, m_host)};
}

pg::Command Journal::record_stamp(const Stamp& stamp) const {
    return {fmt::format("INSERT INTO {} ({}, state, statements_done, started_at, finished_at, duration_ms)"
                        " VALUES ({}, 'done', $6::int, now(), clock_timestamp(), 0)",
                        qualified(), k_common_columns, k_common_places),
            {"stamp", stamp.step.to, pg::to_array(stamp.parents), stamp.message, "", "0", m_host,
             std::string(build_info::k_version)}};
}

pg::Command Journal::recorded() const {
    // An undone revision that is applied again without us (stamped, or by Alembic) is none that we have seen.
    return {fmt::format(
        "SELECT revision, direction, checksum, finished_at, database_user, host, headstart_version FROM"
        " (SELECT DISTINCT ON (revision) * FROM {} WHERE direction IN ('up', 'down', 'accept')"
        " AND state = 'done' ORDER BY revision, id DESC) AS newest WHERE direction <> 'down'",
        qualified())};
}

std::vector<Recorded> Journal::read_recorded(const pg::Result& result) {
    std::vector<Recorded> all;
    for (int row = 0; row < result.row_count(); ++row) {
        const auto text = [&](int column) { return std::string(result.value(row, column)); };
        all.push_back({text(0), text(1), text(2), text(3), text(4), text(5), text(6)});
    }
    return all;
}

pg::Command Journal::record_accept(const Migration& migration) const {
    auto values = common_values(migration, m_host);
    values.front() = "accept";
    return {fmt::format("INSERT INTO {} ({}, state, statements_done, started_at, finished_at, duration_ms)"
                        " VALUES ({}, 'done', 0, now(), clock_timestamp(), 0)",
                        qualified(), k_common_columns, k_common_places),
            std::move(values)};
}

pg::Command Journal::begin(const Migration& migration) const {
    return {fmt::format("INSERT INTO {} ({}, state, statements_done, started_at)"
                        " VALUES ({}, 'running', 0, clock_timestamp()) RETURNING id",
                        qualified(), k_common_columns, k_common_places),
            common_values(migration, m_host)};
}

pg::Command Journal::attempt() const {
    // The table's own oid tells a journal that was restored from a dump.
    return {fmt::format("UPDATE {} SET attempt = pg_catalog.jsonb_build_object('format', {}, 'journal',"
                        " tableoid::bigint, 'before', pg_catalog.current_setting('headstart.before')::jsonb),"
                        " state = 'running', error = NULL WHERE id = $1::bigint",
                        qualified(), k_attempt_format),
            {""}};
}

/// `into`: behind the expression, where PL/pgSQL wants the answer to go somewhere.
std::string Journal::progress_sql(std::string_view id, std::string_view from, std::string_view to,
                                  std::string_view into) const {
    return fmt::format(
        "WITH kept AS (UPDATE {} SET statements_done = {}, attempt = NULL, state = 'running',"
        " error = NULL WHERE id = {} AND statements_done IN ({}) AND state <> 'done' RETURNING 1)"
        " SELECT 1 / (CASE WHEN count(*) = 1 THEN 1 ELSE 0 END){} FROM kept",
        qualified(), to, id, from, into);
}

pg::Command Journal::progress(const Progress& progress) const {
    return {progress_sql("$1::bigint", "$3::int", "$2::int", ""),
            {"", std::to_string(progress.to), std::to_string(progress.from)}};
}

pg::Command Journal::progress_if_missing(const Progress& progress) const {
    return {progress_sql("$1::bigint", "$3::int, $2::int", "$2::int", ""),
            {"", std::to_string(progress.to), std::to_string(progress.from)}};
}

pg::Command Journal::progress_if_writable(const Migration& migration, const Progress& progress) const {
    // A read-only transaction refuses an UPDATE of no rows, too: only PL/pgSQL can leave it out.
    return {fmt::format("DO $headstart$ DECLARE kept int; BEGIN"
                        " IF pg_catalog.current_setting('transaction_read_only') = 'off' THEN {}; END IF;"
                        " END $headstart$",
                        progress_sql(newest_id(migration), std::to_string(progress.from),
                                     std::to_string(progress.to), " INTO kept"))};
}

pg::Command Journal::finish() const {
    return {fmt::format("UPDATE {} SET state = 'done', error = NULL, statements_done = statements,"
                        " finished_at = clock_timestamp(), duration_ms = {} WHERE id = $1::bigint",
                        qualified(), milliseconds_since("started_at")),
            {""}};
}

pg::Command Journal::fail(const std::string& error) const {
    return {fmt::format("UPDATE {} SET state = 'failed', error = $2 WHERE id = $1::bigint", qualified()),
            {"", error}};
}

std::string Journal::newest_id(const Migration& migration) const {
    return fmt::format("(SELECT max(id) FROM {} WHERE revision = {} AND direction = {})", qualified(),
                       pg::quote_literal(migration.revision().id), pg::quote_literal(migration.direction()));
}

pg::Command Journal::find_unfinished(const Migration& migration) const {
    // Only the newest row of the revision counts: an older unfinished one was settled by what came after it.
    // Accepting its file settles nothing.
    return {fmt::format(
                "SELECT id, statements_done, checksum, headstart_version, is_numbered,"
                " CASE WHEN is_numbered THEN attempt -> 'before' ELSE attempt END,"
                " CASE WHEN is_numbered THEN attempt ->> 'format' ELSE '0' END,"
                " is_numbered AND (attempt ->> 'journal')::bigint <> journal"
                " FROM (SELECT *, tableoid::bigint AS journal,"
                " pg_catalog.jsonb_typeof(attempt) = 'object' AND attempt ? 'format' AS is_numbered FROM {}"
                " WHERE revision = $1 AND direction <> 'accept' ORDER BY id DESC LIMIT 1) AS newest"
                " WHERE direction = $2 AND state <> 'done'",
                qualified()),
            {migration.revision().id, std::string(migration.direction())}};
}

std::optional<Unfinished> Journal::read_unfinished(const pg::Result& result) {
    if (result.row_count() == 0) {
        return std::nullopt;
    }
    const auto number = [&](int column) {
        const auto text = result.value(0, column);
        std::size_t value = 0;
        std::from_chars(text.data(), text.data() + text.size(), value);
        return value;
    };
    Unfinished unfinished{.id = std::string(result.value(0, 0)),
                          .statements_done = number(1),
                          .checksum = std::string(result.value(0, 2)),
                          .headstart_version = std::string(result.value(0, 3)),
                          .attempt = {}};
    if (!result.is_null(0, 4)) {
        unfinished.attempt = Attempt{std::string(result.value(0, 5)), result.value(0, 7) == "t"};
        unfinished.is_of_newer_format = number(6) > k_attempt_format;
    }
    return unfinished;
}

} // namespace headstart::postgres
