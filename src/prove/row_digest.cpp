#include "prove/row_digest.hpp"

#include <fmt/format.h>

#include <vector>

namespace headstart::prove {

namespace {

using schema::Kind;
using schema::Object;

/// In the order of their names, whatever the order in the table.
std::map<const Object*, std::vector<const Object*>> columns_by_table(const schema::Schema& schema) {
    std::map<const Object*, std::vector<const Object*>> columns;
    for (const auto& [address, object] : schema.objects) {
        if (address.kind == Kind::table && object.as<schema::Table>().relation_kind == 'r') {
            columns.try_emplace(&object);
        }
    }
    for (const auto& [address, object] : schema.objects) {
        const auto* table = object.parent ? schema.find(*object.parent) : nullptr;
        const auto found = columns.find(table);
        if (address.kind == Kind::column && found != columns.end()) {
            found->second.push_back(&object);
        }
    }
    return columns;
}

std::string query_of(const Object& table, const std::vector<const Object*>& columns) {
    std::string list;
    for (const auto* column : columns) {
        list += fmt::format(
            ", pg_catalog.concat(pg_catalog.count({0}), ' ', pg_catalog.count(DISTINCT {1}), ' ', "
            "pg_catalog.sum(pg_catalog.hashtextextended({1}, 0)))",
            "t." + column->name, fmt::format("t.{}::pg_catalog.text COLLATE pg_catalog.\"C\"", column->name));
    }
    return fmt::format("SELECT pg_catalog.count(*){} FROM ONLY {} t", list, table.name);
}

} // namespace

std::string_view numbers_of(std::string_view column_digest) {
    return column_digest.substr(0, column_digest.rfind(' '));
}

RowDigests digest_rows(pg::Connection& connection, const schema::Schema& schema) {
    const auto tables = columns_by_table(schema);
    std::vector<pg::Command> commands;
    for (const auto& [table, columns] : tables) {
        commands.push_back({query_of(*table, columns)});
    }
    const auto results = connection.run_pipeline(commands);
    RowDigests digests;
    auto result = results.begin();
    for (const auto& [table, columns] : tables) {
        auto& digest = digests[table->address];
        digest.count = result->number(0, 0);
        for (std::size_t i = 0; i < columns.size(); ++i) {
            digest.columns[columns[i]->name] = result->value(0, static_cast<int>(i) + 1);
        }
        ++result;
    }
    return digests;
}

} // namespace headstart::prove
