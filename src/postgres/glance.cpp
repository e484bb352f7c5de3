#include "postgres/glance.hpp"

#include "pg/quote.hpp"
#include "postgres/journal.hpp"
#include "postgres/trust.hpp"

#include <fmt/format.h>

#include <utility>

namespace headstart::postgres {

namespace {

/// Of the two relations $1 and $2: by functions that look into one catalogue each, and no join but one.
/// Divides by zero unless both are plain tables, in one schema, without children or row-level security, and
/// belong to a role whose rights we have (as trust.cpp has it, but for those of a superuser).
std::string both_are_ours() {
    return fmt::format(
        "SELECT pg_catalog.pg_backend_pid(), pg_catalog.min(c.relnamespace::pg_catalog.regnamespace"
        "::pg_catalog.text), 1 OPERATOR(pg_catalog./) (CASE WHEN pg_catalog.count(*) OPERATOR(pg_catalog.=) 2"
        " AND pg_catalog.min(c.relnamespace) OPERATOR(pg_catalog.=) pg_catalog.max(c.relnamespace)"
        " AND pg_catalog.bool_and({} AND (pg_catalog.pg_get_userbyid(c.relowner) OPERATOR(pg_catalog.=) "
        "current_user"
        " OR (pg_catalog.current_setting('is_superuser') OPERATOR(pg_catalog.=) 'off'"
        " AND pg_catalog.pg_has_role(c.relowner, 'USAGE')))) THEN 1 ELSE 0 END)"
        " FROM pg_catalog.pg_class c WHERE c.oid OPERATOR(pg_catalog.=) ANY (ARRAY["
        "pg_catalog.to_regclass($1)::pg_catalog.oid, pg_catalog.to_regclass($2)::pg_catalog.oid])",
        is_plain_table());
}

/// Whether a row may be of something half-done, in whatever format the journal is; those that were settled
/// since are told apart by the whole look.
std::string may_be_half_done(const std::string& journal) {
    return fmt::format("SELECT EXISTS (SELECT FROM {} WHERE state OPERATOR(pg_catalog.<>) 'done'"
                       " AND (statements_done OPERATOR(pg_catalog.>) 0 OR attempt IS NOT NULL))",
                       journal);
}

/// By their names as they are typed: the schema as regnamespace prints it.
std::string schema_of(std::string_view printed) {
    if (!printed.starts_with('"')) {
        return std::string(printed);
    }
    std::string name;
    for (std::size_t at = 1; at + 1 < printed.size(); ++at) {
        name += printed[at];
        at += printed[at] == '"' ? 1 : 0; // doubled
    }
    return name;
}

/// Of a glance that does not do.
std::nullopt_t end_transaction(pg::Connection& connection) {
    if (!connection.is_idle()) {
        connection.exec("ROLLBACK");
    }
    return std::nullopt;
}

/// The missing tables of a first start would be ERRORs in the server's log, if they were not asked for first.
bool begin_where_tables_are(pg::Connection& connection, std::vector<pg::Command> begin,
                            const std::string& rows, const std::string& journal) {
    begin.push_back(
        {"SELECT pg_catalog.to_regclass($1) IS NOT NULL AND pg_catalog.to_regclass($2) IS NOT NULL",
         {rows, journal}});
    const auto there = connection.try_pipeline(begin);
    return !there.error && there.results.back().is_true(0, 0);
}

} // namespace

std::optional<Glance> glance(pg::Connection& connection, const VersionTable& table,
                             const std::vector<pg::ServerSetting>& settings, bool have_been_there) {
    const auto rows = table.qualified();
    const auto journal = Journal(table.schema(), table.name()).qualified();
    auto commands = begin_reading(settings);
    if (!have_been_there) {
        if (!begin_where_tables_are(connection, std::exchange(commands, {}), rows, journal)) {
            return end_transaction(connection);
        }
    }
    const auto guard = commands.size() + 1; // behind LOCK
    commands.insert(commands.end(), {{fmt::format("LOCK TABLE {}, {} IN ACCESS SHARE MODE", rows, journal)},
                                     {both_are_ours(), {rows, journal}},
                                     {fmt::format("SELECT version_num::pg_catalog.text FROM {}", rows)},
                                     {may_be_half_done(journal)},
                                     {"COMMIT"}});
    auto outcome = connection.try_pipeline(commands);
    if (outcome.error) {
        return end_transaction(connection);
    }
    const auto& results = outcome.results;
    if (results[guard + 2].is_true(0, 0)) {
        return std::nullopt;
    }
    return Glance{schema_of(results[guard].value(0, 1)), results[guard + 1].column(0),
                  std::string(results[guard].value(0, 0))};
}

} // namespace headstart::postgres
