#pragma once

#include <cstdint>
#include <string>
#include <tuple>

namespace headstart::schema {

/// Extended statistics: a part of the table.
struct Statistics {
    std::string definition;   ///< kinds, columns and table: "(ndistinct) ON a, b FROM t"
    std::int64_t target = -1; ///< -1: the setting's

    static constexpr auto fields() { return std::tuple(&Statistics::definition, &Statistics::target); }

    friend bool operator==(const Statistics&, const Statistics&) = default;
};

} // namespace headstart::schema
