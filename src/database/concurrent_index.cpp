#include "database/concurrent_index.hpp"

#include "diag/log.hpp"
#include "pg/quote.hpp"

#include <fmt/format.h>

namespace headstart::database {

bool clear_leftovers(pg::Connection& connection, const sql::Statement& statement) {
    const auto& index = statement.traits.builds_index;
    if (!index) {
        return false;
    }
    // An index lives in its table's schema, which the search_path finds when the statement does not name it.
    const auto table = index->schema.empty() ? pg::quote_identifier(index->table)
                                             : fmt::format("{}.{}", pg::quote_identifier(index->schema),
                                                           pg::quote_identifier(index->table));
    const auto found =
        connection.exec({"SELECT n.nspname, i.indisvalid AND i.indisready FROM pg_catalog.pg_index i"
                         " JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid JOIN pg_catalog.pg_namespace n "
                         "ON n.oid = c.relnamespace"
                         " WHERE i.indrelid = pg_catalog.to_regclass($1) AND c.relname = $2",
                         {table, index->name}});
    if (found.row_count() == 0) {
        return false;
    }
    if (found.value(0, 1) == "t") {
        return true;
    }
    const auto name =
        fmt::format("{}.{}", pg::quote_identifier(found.value(0, 0)), pg::quote_identifier(index->name));
    diag::log_info(fmt::format("dropping the invalid index {} that an interrupted build left behind", name));
    connection.exec(fmt::format("DROP INDEX CONCURRENTLY {}", name));
    return false;
}

} // namespace headstart::database
