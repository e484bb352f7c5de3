#pragma once

#include "diff/decision.hpp"

#include <cstddef>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace headstart::diff {

/// The deeds of a decision, and what the dependencies of both schemas say about their order. Deeds are told
/// by their place in `deeds`.
struct DeedOrder {
    using Edge = std::pair<std::size_t, std::size_t>; ///< the first comes before the second

    std::vector<Deed> deeds;
    /// Of each the deed whose statements could do it, too: a table's for its columns.
    std::vector<std::optional<std::size_t>> wholes;
    std::set<Edge> edges;
    std::set<Edge> soft_edges; ///< that are kept as far as there is no circle
    std::vector<Edge> movers;  ///< a move of rows, and the creation of what needs the table
};

DeedOrder order_deeds(const Context& context, const Decision& decision);

} // namespace headstart::diff
