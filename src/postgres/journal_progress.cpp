#include "base/printable.hpp"
#include "build_info.hpp"
#include "pg/quote.hpp"
#include "postgres/held_text.hpp"
#include "postgres/journal_rows.hpp"
#include "postgres/noted_effect.hpp"
#include "postgres/statement_checksums.hpp"

#include <fmt/format.h>

namespace headstart::postgres {

namespace {

/// Bytes: a server's message may quote a statement of megabytes.
constexpr std::size_t k_longest_error = std::size_t{64} << 10U;

} // namespace

pg::Command Journal::begin(const Migration& migration) const {
    auto command = insert(
        entry_of(migration), "state, statements_done, started_at, statement_checksums",
        fmt::format("'running', 0, pg_catalog.clock_timestamp(), {}::pg_catalog.text[]", k_next_place));
    command.sql += " RETURNING id";
    command.parameters.emplace_back(pg::to_array(statement_checksums(migration)));
    return command;
}

pg::Command Journal::bind_again(const Migration& migration, bool keeps_attempt) const {
    return {fmt::format("UPDATE {} SET checksum = $2, statements = $3::int, statement_checksums ="
                        " $4::pg_catalog.text[], message = $5, parents = $6::pg_catalog.text[],"
                        " state = 'running', error = NULL{} WHERE id OPERATOR(pg_catalog.=) $1::bigint",
                        qualified(), keeps_attempt ? "" : ", attempt = NULL"),
            {"", migration.checksum, std::to_string(migration.statements.size()),
             pg::to_array(statement_checksums(migration)),
             held_text(migration.revision().message, m_server_encoding), pg::to_array(migration.parents)}};
}

pg::Command Journal::attempt(const sql::Effect& effect) const {
    // The table's own oid tells a journal that was restored from a dump.
    pg::Command command{
        fmt::format(
            "UPDATE {} SET attempt = pg_catalog.jsonb_build_object('format', {}, 'journal',"
            " tableoid::bigint, 'before', pg_catalog.current_setting('headstart.before')::pg_catalog.jsonb,"
            " 'effect', {}), state = 'running', error = NULL WHERE id OPERATOR(pg_catalog.=) $1::bigint",
            qualified(), k_attempt_format, effect_as_json(2)),
        {""}};
    for (auto& value : effect_parameters(effect)) {
        command.parameters.push_back(std::move(value));
    }
    return command;
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

pg::Command Journal::fail(const Failure& failure) const {
    // Printable, for a text of the server's cannot hold every byte that a message of ours may quote (NUL).
    return {
        fmt::format("UPDATE {} SET state = 'failed', error = $2{} WHERE id OPERATOR(pg_catalog.=) $1::bigint",
                    qualified(), failure.leaves_nothing ? ", attempt = NULL" : ""),
        {"", held_text(base::shortened(base::printable(failure.error, "\n"), k_longest_error),
                       m_server_encoding)}};
}

std::string Journal::newest_id(const Migration& migration) const {
    return fmt::format(
        "(SELECT pg_catalog.max(id) FROM {} WHERE revision OPERATOR(pg_catalog.=) {}"
        " AND direction OPERATOR(pg_catalog.=) {} AND version_table OPERATOR(pg_catalog.=) {})",
        qualified(), pg::quote_literal(migration.revision().id), pg::quote_literal(migration.direction()),
        pg::quote_literal(m_version_table));
}

pg::Command Journal::find_unfinished(const Migration& migration) const {
    // Only the newest row of the revision counts: an older unfinished one was settled by what came after it.
    // Accepting its file settles nothing.
    return {
        fmt::format("SELECT id, statements_done, checksum, headstart_version, is_numbered,"
                    " CASE WHEN is_numbered THEN attempt OPERATOR(pg_catalog.->) 'before' ELSE attempt END,"
                    " CASE WHEN is_numbered THEN attempt OPERATOR(pg_catalog.->>) 'format' ELSE '0' END,"
                    " is_numbered AND (attempt OPERATOR(pg_catalog.->>) 'journal')::bigint"
                    " OPERATOR(pg_catalog.<>) journal, statement_checksums,"
                    " state OPERATOR(pg_catalog.=) 'failed', {}"
                    " FROM (SELECT *, tableoid::bigint AS journal,"
                    " pg_catalog.jsonb_typeof(attempt) OPERATOR(pg_catalog.=) 'object'"
                    " AND attempt OPERATOR(pg_catalog.?) 'format' AS is_numbered FROM {}"
                    " WHERE {} AND revision OPERATOR(pg_catalog.=) $2"
                    " AND direction OPERATOR(pg_catalog.<>) 'accept'"
                    " ORDER BY id DESC LIMIT 1) AS newest"
                    " WHERE direction OPERATOR(pg_catalog.=) $3 AND state OPERATOR(pg_catalog.<>) 'done'",
                    effect_columns("attempt OPERATOR(pg_catalog.->) 'effect'"), qualified(),
                    k_is_of_this_history),
        {m_version_table, migration.revision().id, std::string(migration.direction())}};
}

std::optional<Unfinished> Journal::read_unfinished(const pg::Result& result) {
    if (result.row_count() == 0) {
        return std::nullopt;
    }
    const auto number = [&](int column) { return static_cast<std::size_t>(result.number(0, column)); };
    Unfinished unfinished{.id = std::string(result.value(0, 0)),
                          .statements_done = number(1),
                          .checksum = std::string(result.value(0, 2)),
                          .statement_checksums = {},
                          .was_refused = result.is_true(0, 9),
                          .headstart_version = std::string(result.value(0, 3)),
                          .attempt = {}};
    if (!result.is_null(0, 8)) {
        unfinished.statement_checksums = pg::from_array(result.value(0, 8));
    }
    if (!result.is_null(0, 4)) {
        unfinished.attempt = Attempt{.before = std::string(result.value(0, 5)),
                                     .effect = read_effect(result, 0, 10),
                                     .is_restored = result.value(0, 7) == "t"};
        unfinished.is_of_newer_format = number(6) > k_attempt_format;
    }
    return unfinished;
}

std::string Journal::nothing_later() const {
    return fmt::format("NOT EXISTS (SELECT FROM {} AS later WHERE later.revision OPERATOR(pg_catalog.=)"
                       " j.revision AND later.id OPERATOR(pg_catalog.>) j.id"
                       " AND later.direction OPERATOR(pg_catalog.<>) 'accept' AND {})",
                       qualified(), k_is_of_this_history);
}

std::string Journal::from_half_done() const {
    // Nothing is half done where nothing was done, and the next statement leaves nothing behind when it
    // fails.
    return fmt::format("FROM {0} AS j WHERE state OPERATOR(pg_catalog.<>) 'done' AND {1}"
                       " AND (statements_done OPERATOR(pg_catalog.>) 0 OR attempt IS NOT NULL)"
                       " AND {2}",
                       qualified(), k_is_of_this_history, nothing_later());
}

pg::Command Journal::half_done() const {
    return {
        fmt::format(
            "SELECT place.nspname, h.* FROM (SELECT n.nspname FROM pg_catalog.pg_class c"
            " JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace"
            " WHERE c.oid OPERATOR(pg_catalog.=) pg_catalog.to_regclass($2)::pg_catalog.oid) AS place"
            " CROSS JOIN {} LEFT JOIN LATERAL (SELECT id, revision, direction, statements_done, statements,"
            " parents, pg_catalog.format('begun %s by %s from %s, headstart %s', started_at, database_user,"
            " host, headstart_version) AS origin, error,"
            " state OPERATOR(pg_catalog.<>) 'failed' AND attempt IS NOT NULL AS is_in_doubt,"
            " version_table IS NULL AS is_anybodys {})"
            " AS h ON true ORDER BY h.id",
            k_missing_columns, from_half_done()),
        {m_version_table, qualified()}};
}

pg::Command Journal::require_nothing_half_done() const {
    return {fmt::format("SELECT 1 OPERATOR(pg_catalog./)"
                        " (CASE WHEN EXISTS (SELECT {}) THEN 0 ELSE 1 END)",
                        from_half_done()),
            {m_version_table}};
}

std::string Journal::half_done_found() const {
    return fmt::format(
        "pg_catalog.concat('half-done, and to be finished with headstart before this script is run: ',"
        " (SELECT pg_catalog.string_agg(revision, ', ') {}))",
        pg::replace_parameters(from_half_done(), {pg::quote_literal(m_version_table)}));
}

Journal::HalfDoneAnswer Journal::read_half_done(const pg::Result& result) {
    HalfDoneAnswer answer;
    for (int row = 0; row < result.row_count(); ++row) {
        answer.schema = result.value(row, 0);
        if (result.is_null(row, 1)) {
            continue;
        }
        const auto number = [&](int column) { return static_cast<std::size_t>(result.number(row, column)); };
        answer.half_done.push_back({.journal_id = std::string(result.value(row, 1)),
                                    .revision = std::string(result.value(row, 2)),
                                    .is_up = result.value(row, 3) == "up",
                                    .statements_done = number(4),
                                    .statements = number(5),
                                    .parents = pg::from_array(result.value(row, 6)),
                                    .origin = std::string(result.value(row, 7)),
                                    .error = std::string(result.value(row, 8)),
                                    .is_in_doubt = result.is_true(row, 9),
                                    .is_anybodys = result.is_true(row, 10)});
    }
    return answer;
}

pg::Command Journal::settle(const std::vector<std::string>& ids) const {
    return {
        fmt::format("INSERT INTO {0} (version_table, direction, revision, parents, message, checksum, state,"
                    " statements, statements_done, started_at, finished_at, duration_ms, database_user, host,"
                    " headstart_version) SELECT $1, 'stamp', revision, parents, message, '', 'done', 0, 0,"
                    " pg_catalog.now(), pg_catalog.clock_timestamp(), 0, session_user, $2, $3 FROM {0}"
                    " WHERE id OPERATOR(pg_catalog.=) ANY ($4::bigint[]) ORDER BY id",
                    qualified()),
        {m_version_table, m_host, std::string(build_info::k_version), pg::to_array(ids)}};
}

} // namespace headstart::postgres
