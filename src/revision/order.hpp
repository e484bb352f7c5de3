#pragma once

#include "revision/traversal.hpp"

namespace headstart::revision {

/// Orders `set` newest first, as Alembic does: one branch is followed to the bottom as long as no other tip
/// needs the node; at a mergepoint the first parent comes first; a branchpoint waits for all branches above
/// it. `tips` are the targets (upgrade, history) or the rows (downgrade); those not in the set are dropped.
///
/// `is_convex`: whatever lies between two members is a member too, as for every plan. Then each node is
/// looked at once and a line takes linear time.
Nodes newest_first(const RevisionGraph& graph, const NodeSet& set, const Nodes& tips, bool is_convex);

} // namespace headstart::revision
