#include "prove/sample_rows.hpp"

#include "base/text.hpp"
#include "catalogue/for_server.hpp"
#include "pg/quote.hpp"
#include "pg/result.hpp"
#include "prove/sample_values.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <optional>
#include <set>
#include <string_view>

namespace headstart::prove {

namespace {

using Json = nlohmann::json;

/// Of each table: more would show no more, and one alone would not tell a value from another.
constexpr std::size_t k_rows = 2;
/// How many values out of a table's own constraints are tried before it is left empty.
constexpr std::size_t k_most_tries = 8;

/// With those that foreign keys name; of a partition the whole that it is part of, by which rows come.
constexpr std::string_view k_tables = R"(
WITH RECURSIVE wanted(oid) AS (
    SELECT to_regclass(name)::oid FROM unnest($1::text[]) name
    UNION
    SELECT other.oid FROM wanted, LATERAL (
        SELECT k.confrelid FROM pg_constraint k WHERE k.conrelid = wanted.oid AND k.contype = 'f'
        UNION ALL
        SELECT i.inhparent FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
        WHERE i.inhrelid = wanted.oid AND c.relispartition) other(oid))
SELECT c.oid, c.oid::regclass
FROM wanted JOIN pg_class c ON c.oid = wanted.oid
WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
ORDER BY c.oid)";

constexpr std::string_view k_columns = R"(
SELECT a.attrelid::regclass, quote_ident(a.attname), a.atttypid,
       CASE a.atttypid WHEN 'bit'::regtype THEN a.atttypmod ELSE 0 END,
       a.atthasdef OR a.attidentity <> '' OR NOT a.attnotnull
FROM pg_attribute a
WHERE a.attrelid = ANY ($1::oid[]) AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
ORDER BY a.attrelid, a.attnum)";

constexpr std::string_view k_types = R"(
WITH RECURSIVE part AS (
    SELECT t.oid, t.typtype, t.typcategory, t.typname, t.typrelid,
           COALESCE(CASE WHEN t.typtype = 'd' THEN t.typbasetype
                         WHEN t.typtype = 'r' THEN r.rngsubtype
                         WHEN t.typtype = 'm' THEN (SELECT m.rngtypid FROM pg_range m WHERE m.rngmultitypid = t.oid) --14+
                         WHEN t.typcategory = 'A' THEN t.typelem END, 0)::oid AS part
    FROM pg_type t LEFT JOIN pg_range r ON r.rngtypid = t.oid),
used AS (
    SELECT part.* FROM part
    WHERE part.oid IN (SELECT a.atttypid FROM pg_attribute a
                       WHERE a.attrelid = ANY ($1::oid[]) AND a.attnum > 0 AND NOT a.attisdropped)
    UNION
    SELECT part.* FROM used JOIN part ON part.oid = used.part)
SELECT u.oid, u.typtype, u.typcategory, u.typname, u.part,
       ARRAY(SELECT e.enumlabel FROM pg_enum e WHERE e.enumtypid = u.oid ORDER BY e.enumsortorder)::text[],
       (SELECT count(*) FROM pg_attribute a WHERE a.attrelid = u.typrelid AND a.attnum > 0 AND NOT a.attisdropped)
FROM used u)";

/// What constraints, domains and the bounds of partitions say of columns: the values that they name are
/// likely to be allowed.
constexpr std::string_view k_named_values = R"(
WITH said AS (
    SELECT k.conrelid AS oid,
           ARRAY(SELECT quote_ident(a.attname) FROM pg_attribute a
                 WHERE a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey)) AS columns,
           pg_get_constraintdef(k.oid) AS text
    FROM pg_constraint k WHERE k.conrelid = ANY ($1::oid[]) AND k.contype = 'c'
    UNION ALL
    SELECT a.attrelid, ARRAY[quote_ident(a.attname)], pg_get_constraintdef(k.oid)
    FROM pg_attribute a JOIN pg_constraint k ON k.contypid = a.atttypid
    WHERE a.attrelid = ANY ($1::oid[]) AND k.contype = 'c'
    UNION ALL
    SELECT root.oid,
           ARRAY(SELECT quote_ident(a.attname) FROM pg_partitioned_table p
                 JOIN pg_attribute a ON a.attrelid = p.partrelid AND a.attnum = ANY (p.partattrs::int2[])
                 WHERE p.partrelid = tree.parentrelid),
           pg_get_expr(c.relpartbound, c.oid)
    FROM pg_class root, LATERAL pg_partition_tree(root.oid) tree, pg_class c
    WHERE root.oid = ANY ($1::oid[]) AND root.relkind = 'p' AND tree.level > 0 AND c.oid = tree.relid)
SELECT said.oid::regclass, said.columns,
       ARRAY(SELECT COALESCE(replace(m[1], '''''', ''''), m[2])
             FROM regexp_matches(said.text, '''((?:[^'']|'''')*)''|(-?\d+(?:\.\d+)?)', 'g') m)
FROM said)";

/// Rows whose foreign keys are not met, one statement a foreign key.
constexpr std::string_view k_orphans = R"(
SELECT format('WITH gone AS (DELETE FROM %s c WHERE %s AND NOT EXISTS (SELECT FROM %s p WHERE %s) RETURNING 1) '
              'SELECT count(*) FROM gone', k.conrelid::regclass,
              string_agg(format('c.%I IS NOT NULL', a.attname), ' AND '), k.confrelid::regclass,
              string_agg(format('p.%I = c.%I', b.attname, a.attname), ' AND '))
FROM pg_constraint k
CROSS JOIN LATERAL unnest(k.conkey, k.confkey) pair(own, other)
JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = pair.own
JOIN pg_attribute b ON b.attrelid = k.confrelid AND b.attnum = pair.other
WHERE k.contype = 'f' AND k.conrelid = ANY ($1::oid[])
GROUP BY k.oid, k.conrelid, k.confrelid)";

/// The leaves below a partitioned table.
constexpr std::string_view k_partitions = R"(
SELECT root.oid::regclass, tree.relid::regclass
FROM unnest($1::text[]) name JOIN pg_class root ON root.oid = to_regclass(name) AND root.relkind = 'p',
     LATERAL pg_partition_tree(root.oid) tree
WHERE tree.isleaf AND tree.level > 0)";

/// What a table is called now, by its identity and its oid.
constexpr std::string_view k_now = R"(
SELECT c.oid::regclass FROM pg_class c
WHERE c.oid IN (to_regclass($1), NULLIF($2, '')::oid) AND c.relkind IN ('r', 'p'))";

constexpr std::string_view k_oids = "SELECT name, to_regclass(name)::oid FROM unnest($1::text[]) name";

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

/// All names as the catalogue's queries print them: with their schemas. Puts the search_path back at the end.
class PlainPath {
public:
    explicit PlainPath(pg::Connection& connection)
        : m_connection(connection)
        , m_path(connection.exec("SELECT pg_catalog.current_setting('search_path')").value(0, 0)) {
        m_connection.exec("SET LOCAL search_path TO pg_catalog, pg_temp");
    }

    void end() {
        m_connection.exec(pg::Command{"SELECT pg_catalog.set_config('search_path', $1, true)", {m_path}});
    }

private:
    pg::Connection& m_connection;
    std::string m_path;
};

/// Whether the server took it; what it refused is undone.
bool try_statement(pg::Connection& connection, const std::string& sql) {
    const auto outcome = connection.try_pipeline({{"SAVEPOINT headstart_sample"},
                                                  {.sql = sql, .awaited = pg::Awaited::statement},
                                                  {"RELEASE SAVEPOINT headstart_sample"}});
    if (outcome.error) {
        connection.exec("ROLLBACK TO SAVEPOINT headstart_sample");
    }
    return !outcome.error;
}

struct SampledColumn {
    std::string name;
    std::string type;
    int length = 0;
    bool may_be_left_out = false;
};

struct NamedValues {
    std::set<std::string> columns;
    std::vector<std::string> values;
};

struct SampledTable {
    std::string name;
    std::vector<SampledColumn> columns;
    std::vector<NamedValues> named;
};

class Filling {
public:
    Filling(pg::Connection& connection, const std::vector<std::string>& names)
        : m_connection(connection) {
        const auto tables = connection.exec(pg::Command{std::string(k_tables), {pg::to_array(names)}});
        m_oids = "{" + base::join(tables.column(0), ",") + "}";
        for (const auto& name : tables.column(1)) {
            m_tables[name].name = name;
        }
        read_columns();
        read_types();
        read_named_values();
    }

    /// The names of those that hold rows now.
    std::vector<std::string> fill() {
        // Neither the user's triggers nor foreign keys that go round in a circle are in the way of rows that
        // nobody sees. Without the right to this, what can be put in is put in.
        try_statement(m_connection, "SET LOCAL session_replication_role TO replica");
        std::vector<std::string> filled;
        for (const auto& [name, table] : m_tables) {
            bool has_row = false;
            for (std::size_t number = 1; number <= k_rows; ++number) {
                has_row = put(table, number) || has_row;
            }
            if (has_row) {
                filled.push_back(name);
            }
        }
        try_statement(m_connection, "SET LOCAL session_replication_role TO origin");
        return filled;
    }

    /// What is taken out may be what others name.
    void take_out_orphans() {
        const auto statements = ask(k_orphans).column(0);
        for (std::size_t turn = 0; turn < statements.size(); ++turn) {
            std::int64_t count = 0;
            for (const auto& sql : statements) {
                const auto outcome = m_connection.try_pipeline(
                    {{"SAVEPOINT headstart_sample"}, {.sql = sql}, {"RELEASE SAVEPOINT headstart_sample"}});
                if (outcome.error) {
                    m_connection.exec("ROLLBACK TO SAVEPOINT headstart_sample");
                } else {
                    count += outcome.results[1].number(0, 0);
                }
            }
            if (count == 0) {
                break;
            }
        }
    }

private:
    pg::Result ask(std::string_view query) {
        return m_connection.exec(
            pg::Command{catalogue::for_server(query, m_connection.server_version() / 10000), {m_oids}});
    }

    void read_columns() {
        const auto rows = ask(k_columns);
        for (int row = 0; row < rows.row_count(); ++row) {
            m_tables.at(std::string(rows.value(row, 0)))
                .columns.push_back({std::string(rows.value(row, 1)), std::string(rows.value(row, 2)),
                                    static_cast<int>(rows.number(row, 3)), rows.is_true(row, 4)});
        }
    }

    void read_types() {
        const auto rows = ask(k_types);
        for (int row = 0; row < rows.row_count(); ++row) {
            m_types[std::string(rows.value(row, 0))] = {
                rows.value(row, 1).front(),         rows.value(row, 2).front(),
                std::string(rows.value(row, 3)),    std::string(rows.value(row, 4)),
                pg::from_array(rows.value(row, 5)), static_cast<std::size_t>(rows.number(row, 6))};
        }
    }

    void read_named_values() {
        const auto rows = ask(k_named_values);
        for (int row = 0; row < rows.row_count(); ++row) {
            auto columns = pg::from_array(rows.value(row, 1));
            NamedValues named{{columns.begin(), columns.end()}, pg::from_array(rows.value(row, 2))};
            if (!named.values.empty()) {
                m_tables.at(std::string(rows.value(row, 0))).named.push_back(std::move(named));
            }
        }
    }

    bool put(const SampledTable& table, std::size_t number) {
        if (try_statement(m_connection, insert(table, number, std::nullopt, false))) {
            return true;
        }
        std::size_t tries = 0;
        for (const auto& named : table.named) {
            tries = std::max(tries, named.values.size());
        }
        for (std::size_t which = 0; which < std::min(tries, k_most_tries); ++which) {
            if (try_statement(m_connection, insert(table, number, which, false))) {
                return true;
            }
        }
        return try_statement(m_connection, insert(table, number, std::nullopt, true));
    }

    /// `which`: of the values that the table itself names, those at this place.
    std::string insert(const SampledTable& table, std::size_t number, std::optional<std::size_t> which,
                       bool is_short) {
        std::vector<std::string> names;
        std::vector<std::string> values;
        for (const auto& column : table.columns) {
            auto value = is_short && column.may_be_left_out
                             ? std::nullopt
                             : sample_value(m_types, column.type, column.length, number);
            for (const auto& named : table.named) {
                if (which && named.columns.contains(column.name)) {
                    value = named.values[(*which + number - 1) % named.values.size()];
                }
            }
            if (value) {
                names.push_back(column.name);
                values.push_back(pg::quote_literal(*value));
            }
        }
        return names.empty() ? fmt::format("INSERT INTO {} DEFAULT VALUES", table.name)
                             : fmt::format("INSERT INTO {} ({}) OVERRIDING SYSTEM VALUE VALUES ({})",
                                           table.name, base::join(names, ", "), base::join(values, ", "));
    }

    pg::Connection& m_connection;
    std::string m_oids;
    std::map<std::string, SampledTable> m_tables;
    SampledTypes m_types;
};

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

std::map<std::string, HeldRows> read_held(pg::Connection& connection, const std::vector<std::string>& names) {
    const auto tables = connection.exec(pg::Command{std::string(k_held), {pg::to_array(names)}});
    std::vector<pg::Command> commands;
    for (const auto& relation : tables.column(1)) {
        commands.push_back({fmt::format("SELECT to_json(held) FROM {} held", relation)});
    }
    std::map<std::string, HeldRows> all;
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

using Partitions = std::map<std::string, std::map<std::string, HeldRows>>;

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
HeldRows held_by_those_left(const std::map<std::string, HeldRows>& before,
                            const std::map<std::string, HeldRows>& now) {
    HeldRows all;
    for (const auto& [name, rows] : before) {
        if (now.contains(name)) {
            add_rows(all, rows);
        }
    }
    return all;
}

/// What it does hold, and what stands alone now that was a part of it.
void add_detached(HeldRows& root, const std::map<std::string, HeldRows>& before,
                  const std::map<std::string, HeldRows>& now,
                  const std::map<std::string, HeldRows>& parts_now) {
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

std::vector<std::string> names_of(const std::map<std::string, HeldRows>& held) {
    std::vector<std::string> names;
    for (const auto& [name, rows] : held) {
        names.push_back(name);
    }
    return names;
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

SampleRows::SampleRows(pg::Connection& connection, const std::vector<schema::Address>& tables) {
    std::vector<std::string> names;
    for (const auto& table : tables) {
        names.push_back(table.identity);
    }
    if (names.empty()) {
        return;
    }
    PlainPath path(connection);
    Filling filling(connection, names);
    const auto filled = filling.fill();
    filling.take_out_orphans();
    m_held = read_held(connection, filled);
    m_partitions = read_partitions(connection, filled);
    const auto oids = connection.exec(pg::Command{std::string(k_oids), {pg::to_array(filled)}});
    for (int row = 0; row < oids.row_count(); ++row) {
        m_oids.emplace(oids.value(row, 0), oids.value(row, 1));
    }
    path.end();
}

std::vector<schema::Address> SampleRows::lost(pg::Connection& connection) const {
    std::vector<schema::Address> lost;
    if (m_held.empty()) {
        return lost;
    }
    PlainPath path(connection);
    auto now = read_held(connection, names_of(m_held));
    const auto partitions_now = read_partitions(connection, names_of(m_held));
    auto expected = m_held;
    for (const auto& [root, partitions] : m_partitions) {
        const auto found = now.find(root);
        if (found != now.end()) {
            const auto left = read_held(connection, names_of(partitions));
            expected[root] = held_by_those_left(partitions, left);
            const auto parts = partitions_now.find(root);
            add_detached(found->second, partitions, left,
                         parts == partitions_now.end() ? std::map<std::string, HeldRows>{} : parts->second);
        }
    }
    path.end();
    for (const auto& [table, before] : expected) {
        const auto found = now.find(table);
        if (found != now.end()) {
            append_lost(lost, table, before, found->second);
        }
    }
    return lost;
}

void SampleRows::remove(pg::Connection& connection, const schema::Address& table) {
    PlainPath path(connection);
    // The table that has them may be put aside under another name, and a new one be there by this.
    const auto known = m_oids.find(table.identity);
    const auto oid = known == m_oids.end() ? std::string() : known->second;
    for (const auto& name :
         connection.exec(pg::Command{std::string(k_now), {table.identity, oid}}).column(0)) {
        connection.exec(fmt::format("TRUNCATE {} CASCADE", name));
    }
    const auto left = read_held(connection, names_of(m_held));
    path.end();
    std::erase_if(m_held, [&](const auto& held) {
        const auto found = left.find(held.first);
        return found != left.end() && found->second.count == 0;
    });
}

void SampleRows::remove_all(pg::Connection& connection) {
    // By what was filled: another table may have the name by now, and be empty.
    for (const auto& [name, oid] : m_oids) {
        remove(connection, {schema::Kind::table, name});
    }
    m_held.clear();
    m_partitions.clear();
    m_oids.clear();
}

} // namespace headstart::prove
