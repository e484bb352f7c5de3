#include "migrate/recordable.hpp"

#include "base/text.hpp"
#include "base/utf8.hpp"
#include "diag/codes.hpp"
#include "diag/refusal.hpp"
#include "sql/table_named.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace headstart::migrate {

using database::Migration;
using database::OwnTable;

namespace {

bool is_table(const sql::TableName& named, const OwnTable& table) {
    return named.name == table.name && (named.schema.empty() || named.schema == table.schema);
}

/// The first of our tables that a statement makes, drops or fills.
const OwnTable* spoiled_by(std::string_view statement, const std::vector<OwnTable>& tables) {
    for (const auto& named : sql::tables_made_or_filled(statement)) {
        const auto found = std::find_if(tables.begin(), tables.end(),
                                        [&](const OwnTable& table) { return is_table(named, table); });
        if (found != tables.end()) {
            return &*found;
        }
    }
    return nullptr;
}

std::optional<diag::Diagnostic> complaint_about(const Migration& migration,
                                                const std::vector<OwnTable>& tables) {
    for (const auto& statement : migration.statements) {
        const auto* const table = spoiled_by(migration.text_of(statement), tables);
        if (table == nullptr) {
            continue;
        }
        std::vector<std::string> flags;
        std::transform(tables.begin(), tables.end(), std::back_inserter(flags),
                       [](const OwnTable& one) { return "-T " + one.name; });
        return diag::refusal_at(
                   {migration.source, statement.begin, statement.end}, diag::code::own_table,
                   fmt::format(
                       "{}.{} is headstart's own table: a migration neither makes, drops nor fills it",
                       table->schema, table->name),
                   fmt::format("leave the statements about it out; a dump comes without with: pg_dump -Ox {}",
                               base::join(flags, " ")))
            .diagnostics()
            .front();
    }
    return std::nullopt;
}

} // namespace

void require_wide_enough(const database::Standing& standing,
                         std::span<const revision::VersionRowChange> changes) {
    if (standing.id_width == 0) {
        return;
    }
    std::string longest;
    for (const auto& change : changes) {
        if (base::count_characters(change.to) > base::count_characters(longest)) {
            longest = change.to;
        }
    }
    const auto length = base::count_characters(longest);
    if (length <= standing.id_width) {
        return;
    }
    throw diag::refusal(
        diag::code::narrow_version_table,
        fmt::format("revision {} has {} characters, and {} holds {}", longest, length, standing.table,
                    standing.id_width),
        fmt::format("ALTER TABLE {} ALTER COLUMN version_num TYPE varchar({}); or give the file a shorter "
                    "'Revision ID'",
                    standing.table, std::max<std::size_t>(length, 255)),
        {"nothing has been executed"});
}

void require_recordable(const database::Session& session, const database::Standing& standing,
                        std::span<const Migration> migrations) {
    const auto tables = migrations.empty() ? std::vector<OwnTable>{} : session.own_tables();
    std::vector<diag::Diagnostic> problems;
    for (const auto& migration : migrations) {
        require_wide_enough(standing, migration.step.row_changes);
        if (auto problem = complaint_about(migration, tables)) {
            problems.push_back(std::move(*problem));
        }
    }
    if (!problems.empty()) {
        throw diag::Error(diag::ExitCode::usage, std::move(problems));
    }
}

} // namespace headstart::migrate
