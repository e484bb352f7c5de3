#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

namespace headstart::schema {

/// A column of a table; of a view, a materialized view or a composite type only what can be said of it there.
struct Column {
    std::string type;                     ///< "character varying(80)"
    std::optional<std::string> collation; ///< none: the type's
    bool is_not_null = false;
    std::optional<std::string> not_null_name;     ///< since 18, of one that is not inherited
    bool has_named_not_null = false;              ///< otherwise than the server would
    std::optional<std::string> identity;          ///< "ALWAYS" or "BY DEFAULT"
    std::vector<std::string> identity_options;    ///< those of its sequence that are not the default
    std::optional<std::string> identity_sequence; ///< its name, whole
    std::optional<std::string> generated;         ///< "(a + b) STORED"
    std::optional<std::string> storage;           ///< none: the type's
    std::optional<std::string> compression;       ///< none: the setting's
    std::int64_t statistics = -1;                 ///< target; -1: the setting's
    std::vector<std::string> options;             ///< "n_distinct=5"
    std::vector<std::string> server_options;      ///< of a foreign table's: "name 'value'"
    bool is_local = true;                         ///< declared by this table itself, too
    bool is_inherited = false;
    bool is_held = true; ///< by a table; false: a view's or a type's, made with it

    static constexpr auto fields() {
        return std::tuple(&Column::type, &Column::collation, &Column::is_not_null, &Column::not_null_name,
                          &Column::has_named_not_null, &Column::identity, &Column::identity_options,
                          &Column::identity_sequence, &Column::generated, &Column::storage,
                          &Column::compression, &Column::statistics, &Column::options,
                          &Column::server_options, &Column::is_local, &Column::is_inherited,
                          &Column::is_held);
    }

    friend bool operator==(const Column&, const Column&) = default;
};

} // namespace headstart::schema
