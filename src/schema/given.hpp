#pragma once

#include <string>
#include <tuple>

namespace headstart::schema {

/// What comes with something else, or with the server, and of which the schema says something nevertheless:
/// the index of a constraint, the sequence of an identity column, a function of an extension.
struct Given {
    std::string designation; ///< "INDEX users_pkey"

    static constexpr auto fields() { return std::tuple(&Given::designation); }

    friend bool operator==(const Given&, const Given&) = default;
};

} // namespace headstart::schema
