#include "prove/held_rows.hpp"

#include "pg/quote.hpp"
#include "pg/result.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <string_view>

namespace headstart::prove {

namespace {

using Json = nlohmann::json;

/// The leaves below a partitioned table.
constexpr std::string_view k_partitions = R"(
SELECT root.oid::regclass, tree.relid::regclass
FROM unnest($1::text[]) name JOIN pg_class root ON root.oid = to_regclass(name) AND root.relkind = 'p',
     LATERAL pg_partition_tree(root.oid) tree
WHERE tree.isleaf AND tree.level > 0)";

/// How it is to be read: of a table that others inherit from, its own rows alone.
constexpr std::string_view k_held = R"(
SELECT c.oid::regclass,
       CASE c.relkind WHEN 'r' THEN 'ONLY ' ELSE '' END || c.oid::regclass,
       COALESCE((SELECT json_object_agg(a.attname, ARRAY[quote_ident(a.attname), format_type(a.atttypid, a.atttypmod)
                     || COALESCE((SELECT string_agg(b.attname || ' ' || format_type(b.atttypid, b.atttypmod), ', '
                                                    ORDER BY b.attnum)
                                  FROM pg_type y JOIN pg_type e ON e.oid IN (y.oid, y.typelem)
                                  JOIN pg_attribute b ON b.attrelid = e.typrelid AND b.attnum > 0 AND NOT b.attisdropped
                                  WHERE y.oid = a.atttypid), '')])
                 FROM pg_attribute a
                 WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''), '{}')
FROM unnest($1::text[]) name JOIN pg_class c ON c.oid = to_regclass(name)
WHERE c.relkind IN ('r', 'p'))";

/// The columns that stand in it: `{"name": ["quoted name", "type"]}`.
std::map<std::string, HeldColumn> columns_told(std::string_view text) {
    std::map<std::string, HeldColumn> columns;
    const auto told = Json::parse(text);
    for (const auto& [name, column] : told.items()) {
        columns[name] = {column.at(0), column.at(1), {}};
    }
    return columns;
}

HeldRows rows_held(const pg::Result& rows, std::map<std::string, HeldColumn> columns) {
    HeldRows held{std::move(columns)};
    for (const auto& text : rows.column(0)) {
        const auto values = Json::parse(text);
        for (auto& [name, column] : held.columns) {
            column.values.push_back(values.at(name).dump());
        }
        ++held.count;
    }
    for (auto& [name, column] : held.columns) {
        std::sort(column.values.begin(), column.values.end());
    }
    return held;
}

} // namespace

HeldByTable read_held(pg::Connection& connection, const std::vector<std::string>& names) {
    const auto tables = connection.exec(pg::Command{std::string(k_held), {pg::to_array(names)}});
    std::vector<pg::Command> commands;
    for (const auto& relation : tables.column(1)) {
        commands.push_back({fmt::format("SELECT to_json(held) FROM {} held", relation)});
    }
    HeldByTable all;
    if (commands.empty()) {
        return all;
    }
    const auto results = connection.run_pipeline(commands);
    for (std::size_t table = 0; table < results.size(); ++table) {
        const auto row = static_cast<int>(table);
        all.emplace(tables.value(row, 0), rows_held(results[table], columns_told(tables.value(row, 2))));
    }
    return all;
}

namespace {

Partitions read_partitions(pg::Connection& connection, const std::vector<std::string>& names) {
    Partitions all;
    const auto rows = connection.exec(pg::Command{std::string(k_partitions), {pg::to_array(names)}});
    const auto held = read_held(connection, rows.column(1));
    for (int row = 0; row < rows.row_count(); ++row) {
        const auto found = held.find(std::string(rows.value(row, 1)));
        if (found != held.end()) {
            all[std::string(rows.value(row, 0))].emplace(*found);
        }
    }
    return all;
}

void add_rows(HeldRows& all, const HeldRows& more) {
    all.count += more.count;
    for (const auto& [name, column] : more.columns) {
        auto& values =
            all.columns.try_emplace(name, HeldColumn{column.address, column.type, {}}).first->second.values;
        values.insert(values.end(), column.values.begin(), column.values.end());
        std::sort(values.begin(), values.end());
    }
}

/// What a partitioned table should hold still: a partition that is gone has taken its rows along.
HeldRows held_by_those_left(const HeldByTable& before, const HeldByTable& now) {
    HeldRows all;
    for (const auto& [name, rows] : before) {
        if (now.contains(name)) {
            add_rows(all, rows);
        }
    }
    return all;
}

/// What it does hold, and what stands alone now that was a part of it.
void add_detached(HeldRows& root, const HeldByTable& before, const HeldByTable& now,
                  const HeldByTable& parts_now) {
    for (const auto& [name, rows] : before) {
        const auto found = now.find(name);
        if (found != now.end() && !parts_now.contains(name)) {
            add_rows(root, found->second);
        }
    }
}

/// Of a column that has got another type, only how many of its values are NULL can be compared.
bool holds_less(const HeldColumn& before, const HeldColumn& after) {
    if (before.type == after.type) {
        return !std::includes(after.values.begin(), after.values.end(), before.values.begin(),
                              before.values.end());
    }
    const auto nulls = [](const HeldColumn& column) {
        return std::count(column.values.begin(), column.values.end(), "null");
    };
    return after.values.size() < before.values.size() || nulls(after) > nulls(before);
}

void append_lost(std::vector<schema::Address>& lost, const std::string& table, const HeldRows& before,
                 const HeldRows& after) {
    if (after.count < before.count) {
        lost.push_back({schema::Kind::table, table});
        return;
    }
    for (const auto& [name, column] : before.columns) {
        const auto found = after.columns.find(name);
        if (found != after.columns.end() && holds_less(column, found->second)) {
            lost.push_back({schema::Kind::column, table + "." + column.address});
        }
    }
}

} // namespace

std::vector<std::string> names_of(const HeldByTable& held) {
    std::vector<std::string> names;
    for (const auto& [name, rows] : held) {
        names.push_back(name);
    }
    return names;
}

Held read_all_held(pg::Connection& connection, const std::vector<std::string>& tables) {
    return {read_held(connection, tables), read_partitions(connection, tables)};
}

std::vector<schema::Address> lost_since(pg::Connection& connection, const Held& before) {
    auto now = read_all_held(connection, names_of(before.tables));
    auto expected = before.tables;
    for (const auto& [root, partitions] : before.partitions) {
        const auto found = now.tables.find(root);
        if (found != now.tables.end()) {
            const auto left = read_held(connection, names_of(partitions));
            expected[root] = held_by_those_left(partitions, left);
            add_detached(found->second, partitions, left, now.partitions[root]);
        }
    }
    std::vector<schema::Address> lost;
    for (const auto& [table, rows] : expected) {
        const auto found = now.tables.find(table);
        if (found != now.tables.end()) {
            append_lost(lost, table, rows, found->second);
        }
    }
    return lost;
}

} // namespace headstart::prove
