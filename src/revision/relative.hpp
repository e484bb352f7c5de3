#pragma once

#include "revision/graph.hpp"

#include <cstddef>
#include <optional>
#include <string_view>

/// `+2`, `-1`, `branch@+1`, `ae10-2`: targets counted in steps by lineage.
namespace headstart::revision {

/// `[branch@][symbol](+|-)N`, the whole text and nothing after it.
struct Relative {
    std::string_view branch; ///< empty: none
    std::string_view symbol; ///< empty: from the version table
    std::string_view shown;  ///< "+2" as typed
    bool upwards;
    std::size_t steps; ///< large numbers are cut off beyond any folder's size
    std::string_view digits;
};

/// Nothing if the text has another form, or is a label such as `svc-2` whose first part names nothing.
std::optional<Relative> parse_relative(const RevisionGraph& graph, std::string_view text);

/// The N of "-N", N above 0.
std::optional<std::size_t> negative_number(std::string_view text);

/// Where a walk ended.
struct Walk {
    enum class End { at_revision, at_base, beyond };

    End end;
    Node node; ///< where it stands, or the last revision before base or before the end; none if there is no
               ///< folder
};

/// N steps up. `from` nothing: from base. `branch`, if not empty, keeps only what shares lineage with it.
/// Throws `Ambiguous walk` where there are two ways.
Walk walk_up(const RevisionGraph& graph, std::optional<Node> from, std::size_t steps,
             std::string_view branch);
Walk walk_down(const RevisionGraph& graph, Node from, std::size_t steps);

} // namespace headstart::revision
