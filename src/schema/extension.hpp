#pragma once

#include <string>
#include <tuple>

namespace headstart::schema {

/// Its members are its own, and no part of a schema.
struct Extension {
    std::string schema;
    std::string version;

    static constexpr auto fields() { return std::tuple(&Extension::schema, &Extension::version); }

    friend bool operator==(const Extension&, const Extension&) = default;
};

} // namespace headstart::schema
