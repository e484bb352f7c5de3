#pragma once

#include <string>
#include <tuple>

namespace headstart::schema {

struct AccessMethod {
    char type = 'i'; ///< pg_am.amtype: i of indexes, t of tables
    std::string handler;

    static constexpr auto fields() { return std::tuple(&AccessMethod::type, &AccessMethod::handler); }

    friend bool operator==(const AccessMethod&, const AccessMethod&) = default;
};

} // namespace headstart::schema
