#pragma once

#include <optional>
#include <string>
#include <tuple>
#include <vector>

namespace headstart::schema {

/// A policy of row security.
struct Policy {
    bool is_permissive = true;
    std::string command;              ///< "ALL", "SELECT" …
    std::vector<std::string> roles;   ///< by name; "PUBLIC"
    std::optional<std::string> usage; ///< the expression of USING
    std::optional<std::string> check; ///< that of WITH CHECK

    static constexpr auto fields() {
        return std::tuple(&Policy::is_permissive, &Policy::command, &Policy::roles, &Policy::usage,
                          &Policy::check);
    }

    friend bool operator==(const Policy&, const Policy&) = default;
};

} // namespace headstart::schema
