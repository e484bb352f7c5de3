#pragma once

#include "schema/object.hpp"

#include <map>
#include <string>
#include <vector>

namespace headstart::schema {

/// What a database holds, as plain data.
struct Schema {
    std::map<Address, Object> objects;
    std::string role; ///< the session's, to whom belongs what it makes

    [[nodiscard]] const Object* find(const Address& address) const;

    [[nodiscard]] const Object& at(const Address& address) const { return objects.at(address); }
};

} // namespace headstart::schema
