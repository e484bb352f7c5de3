#include "postgres/other_rows.hpp"

#include "pg/quote.hpp"
#include "pg/server_error.hpp"
#include "postgres/run_list.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

namespace headstart::postgres {

using database::OtherHistory;
using database::OtherRow;

namespace {

/// A tool's table: what is asked of it, `{}` being the table. Five texts a row, those of OtherRow, in the
/// order in which migrations were applied.
struct OtherTable {
    std::string_view format;
    std::string_view question;
};

constexpr std::array k_other_tables{
    OtherTable{
        "atlas",
        "SELECT version::pg_catalog.text, '', '',"
        " CASE WHEN type::bigint OPERATOR(pg_catalog.=) 1 THEN 'baseline' ELSE 'applied' END,"
        " CASE WHEN coalesce(error::pg_catalog.text, '') OPERATOR(pg_catalog.<>) '' THEN 'it failed'"
        " WHEN applied::bigint OPERATOR(pg_catalog.<) total::bigint THEN 'only a part of it is applied'"
        " ELSE '' END FROM {} WHERE version::pg_catalog.text OPERATOR(pg_catalog.!~~) '.%'"
        " ORDER BY executed_at, version"},
    OtherTable{"dbmate", "SELECT version::pg_catalog.text, '', '', 'applied', '' FROM {} ORDER BY version"},
    OtherTable{"diesel", "SELECT version::pg_catalog.text, '', '', 'applied', '' FROM {} ORDER BY version"},
    OtherTable{"django",
               "SELECT name::pg_catalog.text, app::pg_catalog.text, '', 'applied', '' FROM {} ORDER BY id"},
    OtherTable{"flyway",
               "SELECT coalesce(version::pg_catalog.text,"
               " 'R__'::pg_catalog.text OPERATOR(pg_catalog.||) description::pg_catalog.text), '', '',"
               " CASE WHEN type::pg_catalog.text OPERATOR(pg_catalog.~~) '%UNDO%'"
               " OR type::pg_catalog.text OPERATOR(pg_catalog.=) 'DELETE' THEN 'undone'"
               " WHEN type::pg_catalog.text OPERATOR(pg_catalog.=) 'BASELINE' THEN 'baseline'"
               " WHEN type::pg_catalog.text OPERATOR(pg_catalog.!~~) '%SQL%' THEN 'code'"
               " ELSE 'applied' END, CASE WHEN success THEN '' ELSE 'it failed' END FROM {}"
               " WHERE type::pg_catalog.text OPERATOR(pg_catalog.<>) 'SCHEMA' ORDER BY installed_rank"},
    OtherTable{"golang-migrate",
               "SELECT version::pg_catalog.text, '', '', 'applied',"
               " CASE WHEN dirty THEN 'it is dirty: it failed half-way' ELSE '' END FROM {}"},
    OtherTable{"goose", "SELECT version_id::pg_catalog.text, '', '', 'applied', '' FROM"
                        " (SELECT DISTINCT ON (version_id) version_id, is_applied, id FROM {}"
                        " ORDER BY version_id, id DESC) newest"
                        " WHERE is_applied AND version_id::bigint OPERATOR(pg_catalog.<>) 0 ORDER BY id"},
    OtherTable{"graphile-migrate",
               "SELECT filename::pg_catalog.text, '', '', 'applied', '' FROM {} ORDER BY filename"},
    OtherTable{"liquibase",
               "SELECT id::pg_catalog.text, author::pg_catalog.text, filename::pg_catalog.text, 'applied',"
               " CASE WHEN exectype::pg_catalog.text OPERATOR(pg_catalog.=) 'FAILED' THEN 'it failed'"
               " ELSE '' END FROM {} ORDER BY orderexecuted"},
    OtherTable{"node-pg-migrate",
               "SELECT name::pg_catalog.text, '', '', 'applied', '' FROM {} ORDER BY run_on, id"},
    OtherTable{"prisma",
               "SELECT migration_name::pg_catalog.text, '', '', 'applied',"
               " CASE WHEN finished_at IS NULL THEN 'it failed, or is under way' ELSE '' END FROM {}"
               " WHERE rolled_back_at IS NULL ORDER BY started_at"},
    OtherTable{"rails", "SELECT version::pg_catalog.text, '', '', 'applied', '' FROM {} ORDER BY version"},
    OtherTable{"refinery", "SELECT version::pg_catalog.text, '', '', 'applied', '' FROM {} ORDER BY version"},
    OtherTable{"sqitch", "SELECT change::pg_catalog.text, project::pg_catalog.text, '', 'applied', '' FROM {}"
                         " ORDER BY committed_at"},
    OtherTable{"sql-migrate",
               "SELECT id::pg_catalog.text, '', '', 'applied', '' FROM {} ORDER BY applied_at, id"},
    OtherTable{"sqlx", "SELECT version::pg_catalog.text, '', '', 'applied',"
                       " CASE WHEN success THEN '' ELSE 'it failed half-way' END FROM {} ORDER BY version"},
    OtherTable{"tern", "SELECT version::pg_catalog.text, '', '', 'applied', '' FROM {}"
                       " WHERE version::bigint OPERATOR(pg_catalog.<>) 0"},
};

/// As the questions above spell them.
constexpr std::array k_row_kinds{
    std::pair{std::string_view("applied"), OtherRow::Kind::applied},
    std::pair{std::string_view("undone"), OtherRow::Kind::undone},
    std::pair{std::string_view("baseline"), OtherRow::Kind::baseline},
    std::pair{std::string_view("code"), OtherRow::Kind::code},
};

OtherRow::Kind row_kind_of(std::string_view word) {
    return std::find_if(k_row_kinds.begin(), k_row_kinds.end(),
                        [&](const auto& one) { return one.first == word; })
        ->second;
}

/// Says what it is that may not be read.
[[noreturn]] void refuse_untrusted(pg::Connection& connection, const std::string& relation,
                                   const pg::ServerError& error) {
    for (const auto& facts : read_all_facts(connection.exec(look_for_writing({relation})))) {
        require_trust(facts, Access::reading);
    }
    throw error;
}

} // namespace

pg::Result ask_other_history(pg::Connection& connection, const OtherHistory& history,
                             const TrustedNames& trusted) {
    const auto* const table =
        std::find_if(k_other_tables.begin(), k_other_tables.end(),
                     [&](const OtherTable& one) { return one.format == history.format; });
    const auto relation = (history.schema.empty() ? "" : pg::quote_identifier(history.schema) + ".") +
                          pg::quote_identifier(history.table);
    const pg::Command question{fmt::format(fmt::runtime(table->question), relation)};
    const auto commands = question_in_peace(relation, history.table, trusted, question);
    auto outcome = connection.try_pipeline(commands);
    if (!outcome.error) {
        return std::move(outcome.results.at(commands.size() - 2));
    }
    roll_back(connection);
    if (outcome.error->error.is(pg::sqlstate::division_by_zero)) {
        refuse_untrusted(connection, relation, outcome.error->error);
    }
    throw outcome.error->error;
}

std::vector<OtherRow> read_other_rows(const pg::Result& result) {
    std::vector<OtherRow> rows;
    for (int row = 0; row < result.row_count(); ++row) {
        rows.push_back({std::string(result.value(row, 0)), std::string(result.value(row, 1)),
                        std::string(result.value(row, 2)), row_kind_of(result.value(row, 3)),
                        std::string(result.value(row, 4))});
    }
    return rows;
}

} // namespace headstart::postgres
