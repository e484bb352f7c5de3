#pragma once

#include "diff/context.hpp"

#include <string>
#include <vector>

namespace headstart::diff {

/// Something that goes and something that comes, and that may be the same by another name. It is never taken
/// for it: only the user knows.
struct LookAlike {
    Address gone; ///< of an enum's label: the enum, as is `come`
    Address come;
    std::string words; ///< "column 'users.mail' goes and 'users.email' comes"
    std::string mark;  ///< what to add where: "-- @renamed from=mail"
};

/// Each object once: those of the same kind and parent of which nothing but the name differs; columns of the
/// same type at the same place, or the only ones of their type; tables that have most columns in common.
std::vector<LookAlike> look_alikes(const Context& context);

} // namespace headstart::diff
