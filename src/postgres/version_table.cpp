#include "postgres/version_table.hpp"

#include "diag/codes.hpp"
#include "diag/diagnostic.hpp"
#include "pg/quote.hpp"

#include <fmt/format.h>

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

std::string VersionTable::qualified() const {
    return m_schema.empty()
               ? pg::quote_identifier(m_name)
               : fmt::format("{}.{}", pg::quote_identifier(m_schema), pg::quote_identifier(m_name));
}

namespace {

/// Commands behind settings that end with them. The index is that of the first command.
std::size_t wrap(std::vector<pg::Command>& commands, const std::vector<pg::ServerSetting>& settings) {
    if (settings.empty()) {
        return 0;
    }
    std::vector<pg::Command> wrapped{{"BEGIN"}};
    for (const auto& setting : settings) {
        wrapped.push_back(pg::set_setting(setting, pg::SettingScope::transaction));
    }
    const auto first = wrapped.size();
    wrapped.insert(wrapped.end(), commands.begin(), commands.end());
    wrapped.push_back({"COMMIT"});
    commands = std::move(wrapped);
    return first;
}

} // namespace

VersionTable::FirstLook VersionTable::find_and_read(pg::Connection& connection,
                                                    const std::vector<pg::ServerSetting>& settings) {
    const auto wanted = m_schema.empty() ? pg::quote_identifier(m_name) : qualified();
    // Where the table is, and what is in it: sent together, for the second is right in all but the very first
    // run.
    std::vector<pg::Command> commands{
        {"SELECT n.nspname, coalesce((SELECT s.nspname FROM pg_catalog.pg_namespace s WHERE s.nspname = $2),"
         " CASE WHEN $2 = '' THEN pg_catalog.current_schema() END), pg_catalog.pg_backend_pid()"
         " FROM (SELECT pg_catalog.to_regclass($1) AS oid) AS found"
         " LEFT JOIN pg_catalog.pg_class c ON c.oid = found.oid"
         " LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace",
         {wanted, m_schema}},
        {fmt::format("SELECT version_num FROM {}", wanted)},
    };
    const auto first = wrap(commands, settings);
    const auto outcome = connection.try_pipeline(commands);
    if (!connection.is_idle()) {
        connection.exec("ROLLBACK");
    }
    if (outcome.error &&
        (outcome.error->index <= first || !outcome.error->error.is(pg::sqlstate::undefined_table))) {
        throw outcome.error->error;
    }
    const auto& place = outcome.results.at(first);
    m_exists = !place.is_null(0, 0);
    if (!m_exists && place.is_null(0, 1)) {
        fail_without_schema(m_schema);
    }
    m_schema = place.value(0, m_exists ? 0 : 1);
    FirstLook look{{}, std::string(place.value(0, 2))};
    if (m_exists) {
        look.standing = {true, outcome.error ? std::vector<std::string>{}
                                             : outcome.results.at(first + 1).column(0)};
    }
    return look;
}

Standing VersionTable::read(pg::Connection& connection) {
    if (!m_exists) {
        // Somebody may have created it meanwhile.
        const auto found = connection.exec({"SELECT pg_catalog.to_regclass($1)", {qualified()}});
        m_exists = !found.is_null(0, 0);
    }
    if (!m_exists) {
        return {};
    }
    return {true, connection.exec(fmt::format("SELECT version_num FROM {}", qualified())).column(0)};
}

pg::Command VersionTable::create() const {
    return {fmt::format(
        "CREATE TABLE {} (version_num VARCHAR(32) NOT NULL, CONSTRAINT {} PRIMARY KEY (version_num))",
        qualified(), pg::quote_identifier(m_name + "_pkc"))};
}

std::vector<pg::Command> VersionTable::check_rows(const std::vector<std::string>& expected) const {
    // Two statements, for a statement sees what was there when it began: the lock must be had before. Readers
    // are not held up. An array compared in C order, so that no collation of the database has a say; a
    // division by zero is the one way to fail that needs neither a function of ours nor PL/pgSQL.
    return {{fmt::format("LOCK TABLE {} IN SHARE ROW EXCLUSIVE MODE", qualified())},
            {fmt::format(
                 "SELECT 1 / (CASE WHEN ARRAY(SELECT version_num::text FROM {} ORDER BY version_num COLLATE"
                 " \"C\") = $1::text[] THEN 1 ELSE 0 END)",
                 qualified()),
             {pg::to_array(expected)}}};
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
    auto command = updates ? fmt::format("UPDATE {} SET version_num = $2 WHERE version_num = $1", qualified())
                           : fmt::format("DELETE FROM {} WHERE version_num = $1", qualified());
    command = fmt::format("WITH changed AS ({} RETURNING 1)"
                          " SELECT 1 / (CASE WHEN count(*) = 1 THEN 1 ELSE 0 END) FROM changed",
                          command);
    return {std::move(command), updates ? std::vector<pg::ParameterValue>{change.from, change.to}
                                        : std::vector<pg::ParameterValue>{change.from}};
}

} // namespace headstart::postgres
