#include "prove/sample_filling.hpp"

#include "base/text.hpp"
#include "catalogue/for_server.hpp"
#include "pg/quote.hpp"
#include "pg/result.hpp"
#include "prove/sample_values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string_view>

namespace headstart::prove {

namespace {

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

constexpr std::string_view k_deferred = R"(
SELECT string_agg(format('%I.%I', n.nspname, k.conname), ', ')
FROM pg_constraint k JOIN pg_namespace n ON n.oid = k.connamespace
WHERE k.condeferred AND k.conrelid = ANY ($1::oid[]))";

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

    /// Where triggers do act, rows wait for their deferred keys to be looked at, and a table that has such
    /// rows may not be altered.
    void look_at_deferred_keys() {
        const auto found = ask(k_deferred);
        if (!found.is_null(0, 0)) {
            try_statement(m_connection, "SET CONSTRAINTS ALL IMMEDIATE");
            try_statement(m_connection, fmt::format("SET CONSTRAINTS {} DEFERRED", found.value(0, 0)));
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

} // namespace

std::vector<std::string> fill_with_samples(pg::Connection& connection,
                                           const std::vector<std::string>& tables) {
    Filling filling(connection, tables);
    auto filled = filling.fill();
    filling.take_out_orphans();
    filling.look_at_deferred_keys();
    return filled;
}

} // namespace headstart::prove
