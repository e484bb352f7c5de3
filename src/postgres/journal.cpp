#include "postgres/journal.hpp"

#include "base/printable.hpp"
#include "build_info.hpp"
#include "pg/quote.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <unistd.h>

namespace headstart::postgres {

namespace {

/// Bytes: a server's message may quote a statement of megabytes.
constexpr std::size_t k_longest_error = std::size_t{64} << 10U;

/// The columns that every new row fills, in the order of `common_values`.
constexpr std::string_view k_common_columns =
    "direction, revision, parents, message, checksum, statements, database_user, host, headstart_version";
constexpr std::string_view k_common_places =
    "$1, $2, $3::pg_catalog.text[], $4, $5, $6::int, session_user, $7, $8";

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
    "CONSTRAINT headstart_journal_direction CHECK (direction OPERATOR(pg_catalog.=)"
    " ANY (ARRAY['up', 'down', 'stamp', 'accept']::pg_catalog.text[]))";
constexpr std::string_view k_state_check =
    "CONSTRAINT headstart_journal_state CHECK (state OPERATOR(pg_catalog.=)"
    " ANY (ARRAY['running', 'done', 'failed']::pg_catalog.text[]))";

/// Milliseconds since a timestamp, as the server's clock has it.
std::string milliseconds_since(std::string_view start) {
    return fmt::format("(extract(epoch FROM pg_catalog.clock_timestamp() OPERATOR(pg_catalog.-) {})"
                       " OPERATOR(pg_catalog.*) 1000)::bigint",
                       start);
}

/// Of a version, as an array, which compares as versions do.
std::string numbers_of(std::string_view version) {
    return fmt::format("pg_catalog.string_to_array(pg_catalog.substring({},"
                       " '^[0-9]{{1,6}}(?:[.][0-9]{{1,6}})*'), '.')::int[]",
                       version);
}

} // namespace

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
        " EXISTS (SELECT FROM pg_catalog.pg_attribute a WHERE a.attrelid OPERATOR(pg_catalog.=) c.oid"
        " AND a.attname OPERATOR(pg_catalog.=) 'attempt' AND NOT a.attisdropped)"
        " FROM (SELECT pg_catalog.to_regclass($1)::pg_catalog.oid AS oid) c",
        {qualified()}};
}

Journal::State Journal::read_state(const pg::Result& result) {
    State state{.exists = result.is_true(0, 0),
                .format = 1,
                .checks = pg::from_array(result.value(0, 2)),
                .has_attempts = result.is_true(0, 3)};
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
                    " format int NOT NULL DEFAULT {})",
                    qualified(), k_direction_check, k_state_check, k_journal_format)};
}

pg::Command Journal::bring_up_to_date(const State& state) const {
    // The checks of format 1 bear names that the server made up.
    std::string dropped;
    for (const auto& check : state.checks) {
        dropped += fmt::format(" DROP CONSTRAINT {},", pg::quote_identifier(check));
    }
    // For what is often there, IF NOT EXISTS would send a notice, which is shown.
    return {fmt::format("ALTER TABLE {}{} ADD {}, ADD {},{} ADD COLUMN IF NOT EXISTS format int NOT NULL"
                        " DEFAULT {}",
                        qualified(), dropped, k_direction_check, k_state_check,
                        state.has_attempts ? "" : " ADD COLUMN attempt pg_catalog.jsonb,", k_journal_format)};
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
        fmt::format("SELECT DISTINCT ON (revision) revision, parents,"
                    " pg_catalog.format('%s %s by %s from %s, headstart %s',"
                    " CASE WHEN direction OPERATOR(pg_catalog.=) 'stamp' THEN 'stamped' ELSE 'applied' END,"
                    " finished_at, database_user, host, headstart_version)"
                    " FROM {} WHERE direction OPERATOR(pg_catalog.=)"
                    " ANY (ARRAY['up', 'stamp']::pg_catalog.text[]) AND state OPERATOR(pg_catalog.=) 'done' "
                    "ORDER BY revision, id DESC",
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
                        " VALUES ({}, 'done', $6::int, pg_catalog.now(), pg_catalog.clock_timestamp(), {})",
                        qualified(), k_common_columns, k_common_places,
                        milliseconds_since("pg_catalog.now()")),
            common_values(migration, m_host)};
}

pg::Command Journal::record_stamp(const Stamp& stamp) const {
    return {fmt::format("INSERT INTO {} ({}, state, statements_done, started_at, finished_at, duration_ms)"
                        " VALUES ({}, 'done', $6::int, pg_catalog.now(), pg_catalog.clock_timestamp(), 0)",
                        qualified(), k_common_columns, k_common_places),
            {"stamp", stamp.step.to, pg::to_array(stamp.parents), stamp.message, "", "0", m_host,
             std::string(build_info::k_version)}};
}

pg::Command Journal::recorded() const {
    // An undone revision that is applied again without us (stamped, or by Alembic) is none that we have seen.
    return {fmt::format(
        "SELECT revision, direction, checksum, finished_at, database_user, host, headstart_version FROM"
        " (SELECT DISTINCT ON (revision) * FROM {} WHERE direction OPERATOR(pg_catalog.=)"
        " ANY (ARRAY['up', 'down', 'accept']::pg_catalog.text[]) AND state OPERATOR(pg_catalog.=) 'done'"
        " ORDER BY revision, id DESC) AS newest WHERE direction OPERATOR(pg_catalog.<>) 'down'",
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
                        " VALUES ({}, 'done', 0, pg_catalog.now(), pg_catalog.clock_timestamp(), 0)",
                        qualified(), k_common_columns, k_common_places),
            std::move(values)};
}

pg::Command Journal::begin(const Migration& migration) const {
    return {fmt::format("INSERT INTO {} ({}, state, statements_done, started_at)"
                        " VALUES ({}, 'running', 0, pg_catalog.clock_timestamp()) RETURNING id",
                        qualified(), k_common_columns, k_common_places),
            common_values(migration, m_host)};
}

pg::Command Journal::attempt() const {
    // The table's own oid tells a journal that was restored from a dump.
    return {
        fmt::format(
            "UPDATE {} SET attempt = pg_catalog.jsonb_build_object('format', {}, 'journal',"
            " tableoid::bigint, 'before', pg_catalog.current_setting('headstart.before')::pg_catalog.jsonb),"
            " state = 'running', error = NULL WHERE id OPERATOR(pg_catalog.=) $1::bigint",
            qualified(), k_attempt_format),
        {""}};
}

/// `into`: behind the expression, where PL/pgSQL wants the answer to go somewhere.
std::string Journal::progress_sql(std::string_view id, std::string_view from, std::string_view to,
                                  std::string_view into) const {
    return fmt::format(
        "WITH kept AS (UPDATE {} SET statements_done = {}, attempt = NULL, state = 'running',"
        " error = NULL WHERE id OPERATOR(pg_catalog.=) {} AND statements_done OPERATOR(pg_catalog.=) ANY "
        "(ARRAY[{}])"
        " AND state OPERATOR(pg_catalog.<>) 'done' RETURNING 1) SELECT 1 OPERATOR(pg_catalog./)"
        " (CASE WHEN pg_catalog.count(*) OPERATOR(pg_catalog.=) 1 THEN 1 ELSE 0 END){} FROM kept",
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

pg::Command Journal::progress_if_writable(const Migration& migration, const Progress& progress,
                                          const TrustedNames& trusted) const {
    // A read-only transaction refuses an UPDATE of no rows, too: only PL/pgSQL can leave it out.
    const auto guard = trust_guard({qualified()}, trusted, Access::writing);
    const auto body = fmt::format(
        "DECLARE kept pg_catalog.int4; BEGIN IF pg_catalog.current_setting('transaction_read_only')"
        " OPERATOR(pg_catalog.=) 'off' THEN {}; kept := ({}); {}; END IF; END",
        lock().sql, pg::replace_parameters(guard.sql, pg::literals(guard.parameters)),
        progress_sql(newest_id(migration), std::to_string(progress.from), std::to_string(progress.to),
                     " INTO kept"));
    return {
        fmt::format("DO {}", pg::quote_literal(body))}; // names of any sort stand in it, dollar quotes too
}

pg::Command Journal::finish() const {
    return {fmt::format("UPDATE {} SET state = 'done', error = NULL, statements_done = statements,"
                        " finished_at = pg_catalog.clock_timestamp(), duration_ms = {}"
                        " WHERE id OPERATOR(pg_catalog.=) $1::bigint",
                        qualified(), milliseconds_since("started_at")),
            {""}};
}

pg::Command Journal::fail(const std::string& error) const {
    // Printable, for a text of the server's cannot hold every byte that a message of ours may quote (NUL).
    return {
        fmt::format("UPDATE {} SET state = 'failed', error = $2 WHERE id OPERATOR(pg_catalog.=) $1::bigint",
                    qualified()),
        {"", base::shortened(base::printable(error, "\n"), k_longest_error)}};
}

std::string Journal::newest_id(const Migration& migration) const {
    return fmt::format("(SELECT pg_catalog.max(id) FROM {} WHERE revision OPERATOR(pg_catalog.=) {}"
                       " AND direction OPERATOR(pg_catalog.=) {})",
                       qualified(), pg::quote_literal(migration.revision().id),
                       pg::quote_literal(migration.direction()));
}

pg::Command Journal::find_unfinished(const Migration& migration) const {
    // Only the newest row of the revision counts: an older unfinished one was settled by what came after it.
    // Accepting its file settles nothing.
    return {
        fmt::format("SELECT id, statements_done, checksum, headstart_version, is_numbered,"
                    " CASE WHEN is_numbered THEN attempt OPERATOR(pg_catalog.->) 'before' ELSE attempt END,"
                    " CASE WHEN is_numbered THEN attempt OPERATOR(pg_catalog.->>) 'format' ELSE '0' END,"
                    " is_numbered AND (attempt OPERATOR(pg_catalog.->>) 'journal')::bigint"
                    " OPERATOR(pg_catalog.<>) journal"
                    " FROM (SELECT *, tableoid::bigint AS journal,"
                    " pg_catalog.jsonb_typeof(attempt) OPERATOR(pg_catalog.=) 'object'"
                    " AND attempt OPERATOR(pg_catalog.?) 'format' AS is_numbered FROM {}"
                    " WHERE revision OPERATOR(pg_catalog.=) $1 AND direction OPERATOR(pg_catalog.<>) 'accept'"
                    " ORDER BY id DESC LIMIT 1) AS newest"
                    " WHERE direction OPERATOR(pg_catalog.=) $2 AND state OPERATOR(pg_catalog.<>) 'done'",
                    qualified()),
        {migration.revision().id, std::string(migration.direction())}};
}

std::optional<Unfinished> Journal::read_unfinished(const pg::Result& result) {
    if (result.row_count() == 0) {
        return std::nullopt;
    }
    const auto number = [&](int column) { return static_cast<std::size_t>(result.number(0, column)); };
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
