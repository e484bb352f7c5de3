#include "database/journal.hpp"

#include "build_info.hpp"
#include "pg/quote.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <unistd.h>

namespace headstart::database {

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

constexpr std::string_view k_directions = "CHECK (direction IN ('up', 'down', 'stamp', 'accept'))";
/// As the server names the check that `create` writes.
constexpr std::string_view k_directions_name = "headstart_journal_direction_check";

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

pg::Command Journal::exists() const {
    return {"SELECT pg_catalog.to_regclass($1) IS NOT NULL", {qualified()}};
}

pg::Command Journal::may_read() const {
    return {"SELECT coalesce(pg_catalog.has_table_privilege(pg_catalog.to_regclass($1), 'SELECT'), true)",
            {qualified()}};
}

pg::Command Journal::create() const {
    return {fmt::format("CREATE TABLE {} ("
                        "id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
                        " direction text NOT NULL {},"
                        " revision text NOT NULL,"
                        " parents text[] NOT NULL,"
                        " message text NOT NULL,"
                        " checksum text NOT NULL,"
                        " state text NOT NULL CHECK (state IN ('running', 'done', 'failed')),"
                        " statements int NOT NULL,"
                        " statements_done int NOT NULL,"
                        " attempt jsonb,"
                        " started_at timestamptz NOT NULL,"
                        " finished_at timestamptz,"
                        " duration_ms bigint,"
                        " database_user text NOT NULL,"
                        " host text NOT NULL,"
                        " headstart_version text NOT NULL,"
                        " error text)",
                        qualified(), k_directions)};
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

pg::Command Journal::is_up_to_date() const {
    return {fmt::format("SELECT EXISTS (SELECT FROM pg_catalog.pg_attribute WHERE attrelid ="
                        " pg_catalog.to_regclass($1) AND attname = 'attempt' AND NOT attisdropped)"
                        " AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint WHERE conrelid ="
                        " pg_catalog.to_regclass($1) AND conname = '{}'"
                        " AND pg_catalog.pg_get_constraintdef(oid) NOT LIKE '%''accept''%')",
                        k_directions_name),
            {qualified()}};
}

pg::Command Journal::bring_up_to_date() const {
    return {fmt::format("ALTER TABLE {0} ADD COLUMN IF NOT EXISTS attempt jsonb,"
                        " DROP CONSTRAINT IF EXISTS {1}, ADD CONSTRAINT {1} {2}",
                        qualified(), k_directions_name, k_directions)};
}

pg::Command Journal::begin(const Migration& migration) const {
    return {fmt::format("INSERT INTO {} ({}, state, statements_done, started_at)"
                        " VALUES ({}, 'running', 0, clock_timestamp()) RETURNING id",
                        qualified(), k_common_columns, k_common_places),
            common_values(migration, m_host)};
}

pg::Command Journal::attempt(const std::string& id, const std::string& before) const {
    return {fmt::format(
                "UPDATE {} SET attempt = $2::jsonb, state = 'running', error = NULL WHERE id = $1::bigint",
                qualified()),
            {id, before}};
}

pg::Command Journal::progress(const std::string& id, const Progress& progress) const {
    return {fmt::format("WITH kept AS (UPDATE {} SET statements_done = $2::int, attempt = NULL, state ="
                        " 'running', error = NULL WHERE id = $1::bigint AND statements_done = $3::int AND"
                        " state <> 'done' RETURNING 1)"
                        " SELECT 1 / (CASE WHEN count(*) = 1 THEN 1 ELSE 0 END) FROM kept",
                        qualified()),
            {id, std::to_string(progress.to), std::to_string(progress.from)}};
}

pg::Command Journal::finish(const std::string& id) const {
    return {fmt::format("UPDATE {} SET state = 'done', error = NULL, statements_done = statements,"
                        " finished_at = clock_timestamp(), duration_ms = {} WHERE id = $1::bigint",
                        qualified(), milliseconds_since("started_at")),
            {id}};
}

pg::Command Journal::fail(const std::string& id, const std::string& error) const {
    return {fmt::format("UPDATE {} SET state = 'failed', error = $2 WHERE id = $1::bigint", qualified()),
            {id, error}};
}

pg::Command Journal::find_unfinished(const Migration& migration) const {
    // Only the newest row of the revision counts: an older unfinished one was settled by what came after it.
    // Accepting its file settles nothing.
    return {
        fmt::format("SELECT id, statements_done, checksum, attempt FROM (SELECT * FROM {} WHERE revision = $1"
                    " AND direction <> 'accept' ORDER BY id DESC LIMIT 1) AS newest WHERE direction = $2 AND "
                    "state <> 'done'",
                    qualified()),
        {migration.revision().id, std::string(migration.direction())}};
}

std::optional<Unfinished> Journal::read_unfinished(const pg::Result& result) {
    if (result.row_count() == 0) {
        return std::nullopt;
    }
    const auto done = result.value(0, 1);
    std::size_t statements_done = 0;
    std::from_chars(done.data(), done.data() + done.size(), statements_done);
    return Unfinished{std::string(result.value(0, 0)), statements_done, std::string(result.value(0, 2)),
                      result.is_null(0, 3) ? std::optional<std::string>{} : std::string(result.value(0, 3))};
}

} // namespace headstart::database
