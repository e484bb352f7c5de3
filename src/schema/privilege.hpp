#pragma once

#include <compare>
#include <string>

namespace headstart::schema {

/// What somebody may do with an object that he could not by default; or may not, though he could.
struct Privilege {
    std::string name;          ///< "SELECT"
    std::string grantee;       ///< "alice", "PUBLIC"; empty: the object's owner
    std::string grantor;       ///< empty: the object's owner
    bool is_grantable = false; ///< WITH GRANT OPTION
    bool is_revoked = false;   ///< the default has it, this object has not

    friend auto operator<=>(const Privilege&, const Privilege&) = default;
};

} // namespace headstart::schema
