#pragma once

#include <string>
#include <tuple>

namespace headstart::schema {

struct Cast {
    std::string definition; ///< "WITH FUNCTION f(integer) AS ASSIGNMENT"

    static constexpr auto fields() { return std::tuple(&Cast::definition); }

    friend bool operator==(const Cast&, const Cast&) = default;
};

} // namespace headstart::schema
