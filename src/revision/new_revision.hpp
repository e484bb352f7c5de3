#pragma once

#include "revision/graph.hpp"

#include <string>
#include <vector>

/// What `revision` and `merge` must know before they write a file: Alembic writes first, and may leave a file
/// behind that makes the folder unloadable.
namespace headstart::revision {

/// The parents of a new file, in the order given; empty for `base`. `heads` as typed: ids, beginnings,
/// `head`, `heads`, `branch@head`. Refused: several heads for `head`, the same twice, and, without `splice`,
/// what is no head.
std::vector<const Revision*> resolve_new_parents(const RevisionGraph& graph,
                                                 const std::vector<std::string>& heads, bool splice);

/// `--depends-on` as it is written into the header: a label stays one, everything else becomes a full id.
std::vector<std::string> resolve_new_dependencies(const RevisionGraph& graph,
                                                  const std::vector<std::string>& names);

/// Throws what RevisionGraph::build would throw for the folder with this file added.
void check_new_revision(const RevisionGraph& graph, const Revision& candidate);

} // namespace headstart::revision
