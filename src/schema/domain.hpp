#pragma once

#include <optional>
#include <string>
#include <tuple>

namespace headstart::schema {

/// Its constraints are objects of their own, but for NOT NULL.
struct Domain {
    std::string base_type;
    std::optional<std::string> collation; ///< none: the base type's
    std::optional<std::string> default_value;
    bool is_not_null = false;
    std::optional<std::string>
        not_null_name; ///< of the constraint (17), where it is not the one that the server gives

    static constexpr auto fields() {
        return std::tuple(&Domain::base_type, &Domain::collation, &Domain::default_value,
                          &Domain::is_not_null, &Domain::not_null_name);
    }

    friend bool operator==(const Domain&, const Domain&) = default;
};

} // namespace headstart::schema
