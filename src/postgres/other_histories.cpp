#include "postgres/other_histories.hpp"

#include "pg/quote.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

namespace headstart::postgres {

namespace {

/// A tool by its table: its name, and a column that tells it from others of that name; empty: any.
struct Tool {
    std::string_view table;
    std::string_view column;
    std::string_view name;
    std::string_view format = {}; ///< as `import` calls it; empty: it cannot be imported
};

// Of several rows for one table the first that fits counts.
constexpr std::array k_tools{
    Tool{"flyway_schema_history", "", "Flyway", "flyway"},
    Tool{"schema_version", "installed_rank", "Flyway", "flyway"},
    Tool{"schema_version", "version", "tern", "tern"},
    Tool{"schema_migrations", "dirty", "golang-migrate", "golang-migrate"},
    Tool{"schema_migrations", "inserted_at", "Ecto"},
    Tool{"schema_migrations", "version", "dbmate", "dbmate"},
    Tool{"ar_internal_metadata", "", "Rails"},
    Tool{"goose_db_version", "", "goose", "goose"},
    Tool{"django_migrations", "", "Django", "django"},
    Tool{"_prisma_migrations", "", "Prisma", "prisma"},
    Tool{"knex_migrations", "", "Knex"},
    Tool{"migrations", "timestamp", "TypeORM"},
    Tool{"migrations", "batch", "Laravel"},
    Tool{"migrations", "previous_hash", "graphile-migrate", "graphile-migrate"},
    Tool{"migrations", "migration", "pgroll"},
    Tool{"migrations", "run_on", "db-migrate"},
    Tool{"SequelizeMeta", "", "Sequelize"},
    Tool{"databasechangelog", "", "Liquibase", "liquibase"},
    Tool{"atlas_schema_revisions", "", "Atlas", "atlas"},
    Tool{"changes", "planner_email", "Sqitch", "sqitch"},
    Tool{"pgmigrations", "", "node-pg-migrate", "node-pg-migrate"},
    Tool{"mikro_orm_migrations", "", "MikroORM"},
    Tool{"kysely_migration", "", "Kysely"},
    Tool{"__drizzle_migrations", "", "Drizzle"},
    Tool{"__EFMigrationsHistory", "", "Entity Framework Core"},
    Tool{"_sqlx_migrations", "", "SQLx", "sqlx"},
    Tool{"__diesel_schema_migrations", "", "Diesel", "diesel"},
    Tool{"refinery_schema_history", "", "Refinery", "refinery"},
    Tool{"seaql_migrations", "", "SeaORM"},
    Tool{"gorp_migrations", "", "sql-migrate", "sql-migrate"},
    Tool{"bun_migrations", "", "Bun"},
    Tool{"doctrine_migration_versions", "", "Doctrine"},
    Tool{"phinxlog", "", "Phinx"},
    Tool{"_yoyo_migration", "", "yoyo"},
    Tool{"aerich", "", "Aerich"},
    Tool{"migratehistory", "", "peewee-migrate"},
};

constexpr std::string_view k_schema_migrations = "schema_migrations";
constexpr std::string_view k_rails_metadata = "ar_internal_metadata";

/// Alembic's form, under whatever name.
constexpr std::string_view k_version_column = "version_num";

/// Nothing for a table that only bears such a name.
std::optional<Tool> tool_of(std::string_view table, const std::vector<std::string>& columns) {
    if (columns.size() == 1 && columns.front() == k_version_column) {
        return Tool{};
    }
    const auto has = [&](std::string_view column) {
        return column.empty() || std::find(columns.begin(), columns.end(), column) != columns.end();
    };
    const auto* const tool = std::find_if(k_tools.begin(), k_tools.end(), [&](const Tool& one) {
        return one.table == table && has(one.column);
    });
    return tool == k_tools.end() ? std::nullopt : std::optional(*tool);
}

/// dbmate's table is Rails' as well, which has another one beside it.
void tell_rails(std::vector<database::OtherHistory>& histories) {
    for (auto& history : histories) {
        const bool is_of_rails = std::any_of(histories.begin(), histories.end(), [&](const auto& other) {
            return other.table == k_rails_metadata && other.schema == history.schema;
        });
        if (is_of_rails && history.table == k_schema_migrations) {
            history.tool = "Rails";
            history.format = "rails";
        }
    }
    const bool has_table = std::any_of(histories.begin(), histories.end(),
                                       [](const auto& one) { return one.format == "rails"; });
    std::erase_if(histories, [&](const auto& one) { return has_table && one.table == k_rails_metadata; });
}

} // namespace

pg::Command look_for_histories(const VersionTable& except) {
    std::vector<std::string> names;
    names.reserve(k_tools.size());
    for (const auto& tool : k_tools) {
        names.emplace_back(tool.table);
    }
    return {
        "SELECT n.nspname, c.relname, ARRAY(SELECT a.attname::pg_catalog.text FROM pg_catalog.pg_attribute a"
        " WHERE a.attrelid OPERATOR(pg_catalog.=) c.oid AND a.attnum OPERATOR(pg_catalog.>) 0"
        " AND NOT a.attisdropped)"
        " FROM pg_catalog.pg_class c"
        " JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace"
        " WHERE c.relkind OPERATOR(pg_catalog.=) ANY (ARRAY['r', 'p']::pg_catalog.\"char\"[])"
        " AND (c.relname::pg_catalog.text OPERATOR(pg_catalog.=) ANY ($1::pg_catalog.text[])"
        " OR EXISTS (SELECT FROM pg_catalog.pg_attribute a WHERE a.attrelid OPERATOR(pg_catalog.=) c.oid"
        " AND a.attnum OPERATOR(pg_catalog.=) 1 AND a.attname OPERATOR(pg_catalog.=) 'version_num'))"
        " AND NOT (n.nspname OPERATOR(pg_catalog.=) $2 AND c.relname OPERATOR(pg_catalog.=) $3)"
        " ORDER BY n.nspname, c.relname LIMIT 20",
        {pg::to_array(names), except.schema(), except.name()}};
}

std::vector<database::OtherHistory> read_histories(const pg::Result& result) {
    std::vector<database::OtherHistory> histories;
    for (int row = 0; row < result.row_count(); ++row) {
        if (const auto tool = tool_of(result.value(row, 1), pg::from_array(result.value(row, 2)))) {
            histories.push_back({std::string(result.value(row, 0)), std::string(result.value(row, 1)),
                                 std::string(tool->name), std::string(tool->format)});
        }
    }
    tell_rails(histories);
    return histories;
}

} // namespace headstart::postgres
