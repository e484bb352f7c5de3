#include "diff/kept_rows.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace headstart::test {

namespace {

/// A partition's rows are its table's; generated columns are made anew; nobody reads those of foreign tables
/// here.
constexpr std::string_view k_tables = R"(
SELECT format('%s%I.%I', CASE c.relkind WHEN 'r' THEN 'ONLY ' ELSE '' END, n.nspname, c.relname),
    json_object_agg(a.attname, format_type(a.atttypid, a.atttypmod)) FILTER (WHERE a.attgenerated = '')
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
    AND NOT EXISTS (SELECT FROM pg_partition_tree(c.oid) p JOIN pg_class f ON f.oid = p.relid WHERE f.relkind = 'f')
    AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
GROUP BY 1)";

} // namespace

KeptRows::KeptRows(Session& session) {
    for (const auto& row : session.query(k_tables)) {
        Table table;
        const auto columns = nlohmann::json::parse(row[1].value_or("{}"));
        for (const auto& [name, type] : columns.items()) {
            table.columns[name] = type.get<std::string>();
        }
        for (const auto& found :
             session.query("SELECT json_strip_nulls(to_json(kept_row.*)) FROM " + *row[0] + " kept_row")) {
            auto& values = table.rows.emplace_back();
            const auto fields = nlohmann::json::parse(*found[0]);
            for (const auto& [name, value] : fields.items()) {
                values[name] = value.dump();
            }
        }
        m_tables.emplace(*row[0], std::move(table));
    }
}

std::vector<std::string> KeptRows::values(const Table& table, const std::vector<std::string>& columns) {
    std::vector<std::string> lines;
    for (const auto& row : table.rows) {
        auto& line = lines.emplace_back();
        for (const auto& column : columns) {
            const auto value = row.find(column); // a NULL is left out, and an attribute that a type has got
            line += (value == row.end() ? "null" : value->second) + " ";
        }
    }
    std::sort(lines.begin(), lines.end());
    return lines;
}

std::string KeptRows::lost(const KeptRows& later) const {
    std::string text;
    for (const auto& [name, before] : m_tables) {
        const auto found = later.m_tables.find(name);
        if (found == later.m_tables.end()) {
            continue;
        }
        const auto& after = found->second;
        std::vector<std::string> columns;
        for (const auto& [column, type] : before.columns) {
            const auto kept = after.columns.find(column);
            if (kept != after.columns.end() && kept->second == type) {
                columns.push_back(column);
            }
        }
        // A table that becomes a partition brings its own rows along.
        const auto then = values(before, columns);
        const auto now = values(after, columns);
        if (!std::includes(now.begin(), now.end(), then.begin(), then.end())) {
            text += name + "\n";
        }
    }
    return text;
}

} // namespace headstart::test
