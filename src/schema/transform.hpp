#pragma once

#include <string>
#include <tuple>
#include <vector>

namespace headstart::schema {

struct Transform {
    std::vector<std::string> functions; ///< "FROM SQL WITH FUNCTION f(internal)" …

    static constexpr auto fields() { return std::tuple(&Transform::functions); }

    friend bool operator==(const Transform&, const Transform&) = default;
};

} // namespace headstart::schema
