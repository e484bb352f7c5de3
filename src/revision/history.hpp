#pragma once

#include "revision/graph.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace headstart::revision {

/// What `history` lists, newest first. `range` is `L:U`, `L:` or `:U` as typed; nothing: everything. `rows`
/// are those of the version table, needed where refers_to_current() says so.
std::vector<const Revision*> select_history(const RevisionGraph& graph, std::optional<std::string_view> range,
                                            const std::vector<std::string>& rows = {});

/// What `current` lists: the rows, and what is applied without being below them by lineage. Load order.
std::vector<const Revision*> select_current(const RevisionGraph& graph, const std::vector<std::string>& rows);

/// `current --check-heads`: the rows are the effective heads. (Alembic compares with the heads, which a
/// folder with dependencies can never meet.)
bool is_at_heads(const RevisionGraph& graph, const std::vector<std::string>& rows);

/// What `heads` lists; `effective`: with --resolve-dependencies.
std::vector<const Revision*> select_heads(const RevisionGraph& graph, bool effective);

/// The branchpoints, in history order.
std::vector<const Revision*> select_branchpoints(const RevisionGraph& graph);

} // namespace headstart::revision
