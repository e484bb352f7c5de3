#include "postgres/version_table.hpp"

#include "diag/codes.hpp"
#include "diag/diagnostic.hpp"
#include "pg/quote.hpp"
#include "postgres/statement_error.hpp"

#include <fmt/format.h>

#include <iterator>

namespace headstart::postgres {

using database::Standing;
using revision::VersionRowChange;

namespace {

[[noreturn]] void fail_without_schema(const std::string& schema) {
    diag::Diagnostic problem;
    problem.code = diag::code::bad_setting;
    problem.message =
        schema.empty()
            ? "no schema of the search_path exists, so there is no place for the version table"
            : fmt::format("the schema {} for the version table does not exist", pg::quote_identifier(schema));
    problem.hint = schema.empty()
                       ? "name an existing schema: version_table_schema in headstart.toml, "
                         "HEADSTART_VERSION_TABLE_SCHEMA, or --version-table-schema"
                       : fmt::format("create it first: CREATE SCHEMA {}", pg::quote_identifier(schema));
    throw diag::Error(diag::ExitCode::usage, std::move(problem));
}

} // namespace

std::string looks_like_version_table(std::string_view alias) {
    return fmt::format("({0}.relkind OPERATOR(pg_catalog.=) 'r' AND"
                       " ARRAY(SELECT a.attname::pg_catalog.text FROM pg_catalog.pg_attribute a"
                       " WHERE a.attrelid OPERATOR(pg_catalog.=) {0}.oid AND a.attnum OPERATOR(pg_catalog.>) 0"
                       " AND NOT a.attisdropped) OPERATOR(pg_catalog.=)"
                       " ARRAY['version_num']::pg_catalog.text[])",
                       alias);
}

std::string VersionTable::qualified() const {
    return m_schema.empty()
               ? pg::quote_identifier(m_name)
               : fmt::format("{}.{}", pg::quote_identifier(m_schema), pg::quote_identifier(m_name));
}

VersionTable::Look VersionTable::look(pg::Connection& connection,
                                      const std::vector<pg::ServerSetting>& settings,
                                      const std::vector<pg::Command>& question) {
    // Where the table is, what it is, and what is in it: sent together, for the last is right in all but the
    // very first run. A path may lead to a table elsewhere once it is known: hence the name by it at first.
    const auto wanted = m_schema.empty() ? pg::quote_identifier(m_name) : qualified();
    auto commands =
        question_in_peace(wanted, m_name, m_trusted, {fmt::format("SELECT version_num FROM {}", wanted)});
    const pg::Command place{
        fmt::format("SELECT n.nspname, coalesce((SELECT s.nspname FROM pg_catalog.pg_namespace s"
                    " WHERE s.nspname OPERATOR(pg_catalog.=) $2), CASE WHEN $2 OPERATOR(pg_catalog.=) ''"
                    " THEN pg_catalog.current_schema() END), pg_catalog.pg_backend_pid(),"
                    " EXISTS (SELECT FROM pg_catalog.pg_index i WHERE i.indrelid OPERATOR(pg_catalog.=) c.oid"
                    " AND i.indisunique AND i.indisvalid AND i.indnkeyatts OPERATOR(pg_catalog.=) 1), {}"
                    " FROM (SELECT pg_catalog.to_regclass($1)::pg_catalog.oid AS oid) AS found"
                    " LEFT JOIN pg_catalog.pg_class c ON c.oid OPERATOR(pg_catalog.=) found.oid"
                    " LEFT JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace",
                    columns_for_reading()),
        {wanted, m_schema}};
    auto at = commands.begin() + 1;
    for (const auto& setting : settings) {
        at = std::next(commands.insert(at, pg::set_setting(setting, pg::SettingScope::transaction)));
    }
    commands.insert(at, place);
    const auto rows_index = commands.size() - 2;
    commands.insert(commands.end() - 1, question.begin(), question.end());
    const auto outcome = connection.try_pipeline(commands);
    if (!connection.is_idle()) {
        connection.exec("ROLLBACK");
    }
    const auto place_index = 1 + settings.size();
    if (outcome.error && outcome.error->index <= place_index) {
        throw outcome.error->error;
    }
    const auto& found = outcome.results.at(place_index);
    const bool exists = !found.is_null(0, 0);
    if (exists && !is_named(m_trusted, found.value(0, 0), m_name)) {
        require_trust(read_facts(found, 0, 4), Access::reading);
    }
    const bool is_read = !outcome.error || outcome.error->index > rows_index;
    if (!is_read && outcome.error->error.is(pg::sqlstate::division_by_zero)) {
        throw trust_lost(*this); // it was another one a moment ago
    }
    if (exists && !is_read && !outcome.error->error.is(pg::sqlstate::undefined_table)) {
        throw outcome.error->error;
    }
    if (!exists && found.is_null(0, 1)) {
        fail_without_schema(m_schema);
    }
    m_schema = found.value(0, exists ? 0 : 1);
    Look look{.standing = {}, .server_pid = std::string(found.value(0, 2)), .answer = {}, .refusal = {}};
    if (exists) {
        look.standing.has_version_table = true;
        look.standing.has_key = found.is_true(0, 3);
    }
    if (exists && is_read) {
        look.standing.rows = outcome.results.at(rows_index).column(0);
        if (outcome.error) {
            look.refusal = outcome.error->error;
        } else if (!question.empty()) {
            look.answer = std::move(outcome.results.at(commands.size() - 2));
        }
    }
    return look;
}

pg::Command VersionTable::create() const {
    return {fmt::format(
        "CREATE TABLE {} (version_num VARCHAR(32) NOT NULL, CONSTRAINT {} PRIMARY KEY (version_num))",
        qualified(), pg::quote_identifier(m_name + "_pkc"))};
}

pg::Command VersionTable::lock() const {
    return {fmt::format("LOCK TABLE {} IN SHARE ROW EXCLUSIVE MODE", qualified())};
}

pg::Command VersionTable::check_rows(const std::vector<std::string>& expected) const {
    // An array compared in C order, so that no collation of the database has a say; a division by zero is the
    // one way to fail that needs neither a function of ours nor PL/pgSQL.
    return {fmt::format("SELECT 1 OPERATOR(pg_catalog./) (CASE WHEN ARRAY(SELECT version_num::pg_catalog.text"
                        " FROM {} ORDER BY version_num COLLATE pg_catalog.\"C\") OPERATOR(pg_catalog.=)"
                        " $1::pg_catalog.text[] THEN 1 ELSE 0 END)",
                        qualified()),
            {pg::to_array(expected)}};
}

std::string VersionTable::rows_found(std::string_view what, std::string_view expected) const {
    return fmt::format("pg_catalog.concat({}, coalesce((SELECT "
                       "pg_catalog.string_agg(version_num::pg_catalog.text, ', ' ORDER BY"
                       " version_num COLLATE pg_catalog.\"C\") FROM {}), 'no row'), {})",
                       pg::quote_literal(fmt::format("{}: {} holds ", what, m_name)), qualified(),
                       pg::quote_literal(fmt::format(", where {} is expected", expected)));
}

pg::Command VersionTable::purge() const {
    return {fmt::format("DELETE FROM {}", qualified())};
}

pg::Command VersionTable::change(const VersionRowChange& change) const {
    if (change.kind == VersionRowChange::Kind::insert) {
        return {fmt::format("INSERT INTO {} (version_num) VALUES ($1)", qualified()), {change.to}};
    }
    // One row, no less and no more: a migration may have changed the table itself.
    const bool updates = change.kind == VersionRowChange::Kind::update;
    auto command =
        updates ? fmt::format("UPDATE {} SET version_num = $2 WHERE version_num OPERATOR(pg_catalog.=) $1",
                              qualified())
                : fmt::format("DELETE FROM {} WHERE version_num OPERATOR(pg_catalog.=) $1", qualified());
    command =
        fmt::format("WITH changed AS ({} RETURNING 1)"
                    " SELECT 1 OPERATOR(pg_catalog./) (CASE WHEN pg_catalog.count(*) OPERATOR(pg_catalog.=) 1"
                    " THEN 1 ELSE 0 END) FROM changed",
                    command);
    return {std::move(command), updates ? std::vector<pg::ParameterValue>{change.from, change.to}
                                        : std::vector<pg::ParameterValue>{change.from}};
}

} // namespace headstart::postgres
