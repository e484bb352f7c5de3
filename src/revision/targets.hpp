#pragma once

#include "revision/graph.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace headstart::revision {

/// What a walk does that would go past the last revision: a plan refuses, a listing stops there.
enum class Overrun { refuse, stop };

/// The revisions an upgrade target stands for, counted from `rows` where it is relative. Empty: base.
Nodes resolve_upgrade_target(const RevisionGraph& graph, const Nodes& rows, std::string_view target,
                             Overrun overrun = Overrun::refuse);

/// Whether it counts from the rows of the version table: "+2", "label@-1".
bool is_relative_to_rows(const RevisionGraph& graph, std::string_view target);

struct DowngradeTarget {
    std::string branch;            ///< which branch to undo where several could be; empty: none named
    std::optional<Node> branch_of; ///< its own revision
    std::optional<Node> node;      ///< nothing: base
};

/// `rows` as the database gave them. `-N` from several rows is refused (Alembic takes whichever comes first).
DowngradeTarget resolve_downgrade_target(const RevisionGraph& graph, const Nodes& rows,
                                         std::string_view target);

/// Throws if one target is below another: Alembic asks for one of them then.
void require_no_overlapping_targets(const RevisionGraph& graph, const Nodes& targets);

} // namespace headstart::revision
