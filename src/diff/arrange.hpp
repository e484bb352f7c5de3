#pragma once

#include "diff/decision.hpp"

#include <cstddef>
#include <vector>

namespace headstart::diff {

/// Deeds that are done by the same statements: first the one that they are named after.
struct Node {
    Deed deed;
    std::vector<Deed> parts;
    std::vector<std::size_t> behind; ///< nodes that come before it
};

/// All deeds of a decision, in an order that the dependencies of both schemas allow: what is created comes
/// behind what it needs, what is dropped before it. Parts are put with their whole where that makes no
/// circle.
std::vector<Node> arrange(const Context& context, const Decision& decision);

} // namespace headstart::diff
