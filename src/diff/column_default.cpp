#include "diff/kinds.hpp"

#include <fmt/format.h>

namespace headstart::diff {

namespace {

using schema::ColumnDefault;

/// Only of comments, and a default has none.
std::string column_default_designation(const Object& object) {
    return "COLUMN " + object.parent_name;
}

/// "users.email": the table and the column.
std::pair<std::string, std::string> table_and_column(const Object& object) {
    // A dot in a name stands between quotes.
    bool is_quoted = false;
    std::size_t dot = std::string::npos;
    for (std::size_t i = 0; i < object.parent_name.size(); ++i) {
        const char c = object.parent_name[i];
        is_quoted = c == '"' ? !is_quoted : is_quoted;
        dot = c == '.' && !is_quoted ? i : dot;
    }
    return {object.parent_name.substr(0, dot), object.parent_name.substr(dot + 1)};
}

Statements set_column_default(const Object& object, const Parts& /*parts*/, unsigned /*level*/) {
    const auto [table, column] = table_and_column(object);
    return {{fmt::format("ALTER TABLE {} ALTER COLUMN {} SET DEFAULT {}", table, column,
                         object.as<ColumnDefault>().expression)}};
}

Statements drop_column_default(const Object& object) {
    const auto [table, column] = table_and_column(object);
    return {{fmt::format("ALTER TABLE {} ALTER COLUMN {} DROP DEFAULT", table, column)}};
}

std::vector<Way> alter_column_default(const Object& /*from*/, const Object& to, const Context& /*context*/) {
    return {set_column_default(to, {}, 0)};
}

bool is_part_of_its_column(const Object& object, const Object& whole) {
    return object.parent == whole.address && !whole.as<schema::Column>().identity;
}

} // namespace

const Rules k_column_default_rules{
    .kind = Kind::column_default,
    .designation = column_default_designation,
    .create = set_column_default,
    .drop = drop_column_default,
    .alter = alter_column_default,
    .is_part_of = is_part_of_its_column,
};

} // namespace headstart::diff
