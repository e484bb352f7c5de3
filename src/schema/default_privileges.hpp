#pragma once

#include <optional>
#include <string>
#include <tuple>

namespace headstart::schema {

/// What ALTER DEFAULT PRIVILEGES has made of the privileges that new objects get; they themselves are the
/// object's privileges.
struct DefaultPrivileges {
    std::optional<std::string> role;   ///< whose objects; none: those of the session's role
    std::optional<std::string> schema; ///< none: of all schemas
    std::string objects;               ///< "TABLES"

    static constexpr auto fields() {
        return std::tuple(&DefaultPrivileges::role, &DefaultPrivileges::schema, &DefaultPrivileges::objects);
    }

    friend bool operator==(const DefaultPrivileges&, const DefaultPrivileges&) = default;
};

} // namespace headstart::schema
