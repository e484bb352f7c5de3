#pragma once

#include <string>
#include <tuple>

namespace headstart::schema {

/// An object of its own, since what it calls may need the table.
struct ColumnDefault {
    std::string expression;

    static constexpr auto fields() { return std::tuple(&ColumnDefault::expression); }

    friend bool operator==(const ColumnDefault&, const ColumnDefault&) = default;
};

} // namespace headstart::schema
