#pragma once

#include <string>
#include <tuple>
#include <vector>

namespace headstart::schema {

/// As whom a role comes to a foreign server; the object's name is the role's.
struct UserMapping {
    std::vector<std::string> options; ///< "name 'value'", by name

    static constexpr auto fields() { return std::tuple(&UserMapping::options); }

    friend bool operator==(const UserMapping&, const UserMapping&) = default;
};

} // namespace headstart::schema
