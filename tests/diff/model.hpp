#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace headstart::test {

/// A schema as plain data, made at random and changed at random, and written down as SQL that a server takes:
/// what refers to something that has gone is left out when it is written.
struct Model {
    struct Column {
        std::string name;
        std::string type;
        std::string default_value; ///< "" for none
        std::string comment;
        bool is_required = false;  ///< NOT NULL
        bool is_generated = false; ///< the value is that of the table's key, computed
    };

    struct Reference {
        std::string table; ///< to whose key
        std::string action;
    };

    struct Index {
        std::string name;
        std::string column;
        std::string form; ///< "plain", "unique", "partial", "expression", "descending"
    };

    struct Check {
        std::string name;
        std::string column;
        int limit = 0;
    };

    struct Table {
        std::string name;
        std::string key_type; ///< of the column `id`
        std::string key_form; ///< "", "serial" or "identity"
        std::vector<Column> columns;
        std::vector<Reference> references; ///< each with a column TABLE_id
        std::vector<Index> indexes;
        std::vector<Check> checks;
        std::string comment;
        std::string parent; ///< the table that it inherits from
        int fill_factor = 0;
        bool is_unlogged = false;
        bool is_partitioned = false; ///< by the key, with two partitions
        bool has_trigger = false;
    };

    struct Enum {
        std::string name;
        std::vector<std::string> values;
    };

    struct View {
        std::string name;
        std::string source; ///< a table, or a view before this one
        std::vector<std::string> columns;
        bool is_materialized = false;
        bool is_filtered = false;
    };

    struct Function {
        std::string name;
        std::string argument; ///< its type
        std::string result;
        std::string table; ///< that the body reads; "" for none
        std::string volatility;
        bool is_strict = false;
    };

    std::vector<Enum> enums;
    std::vector<Table> tables;
    std::vector<View> views;
    std::vector<Function> functions;
    int names = 0; ///< how many have been given
};

/// A draw that is the same on every machine: std's distributions are not.
class Draw {
public:
    explicit Draw(std::uint64_t seed)
        : m_engine(seed) {}

    /// From 0 to below `count`.
    std::size_t below(std::size_t count) { return static_cast<std::size_t>(m_engine() % count); }

    /// True once in so many times.
    bool once_in(std::size_t count) { return below(count) == 0; }

    template<class List>
    auto& of(List& list) {
        return list[below(list.size())];
    }

private:
    std::mt19937_64 m_engine;
};

/// A schema of a few tables, and what goes with them.
Model random_model(Draw& draw);

/// Adds, drops or alters one thing. `keeps_rows`: only what rows that are there allow.
void change_model(Model& model, Draw& draw, bool keeps_rows);

/// As SQL.
std::string sql_of(const Model& model);

/// Two rows for each table, as SQL.
std::string rows_of(const Model& model);

} // namespace headstart::test
