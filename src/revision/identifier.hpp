#pragma once

#include "revision/graph.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What a user types for a revision: `head`, `heads`, `base`, an id, a label, the beginning of one, each also
/// as `branch@…`. Rules and refusals are Alembic's, an ambiguous beginning lists what it may be.
namespace headstart::revision {

/// `branch@symbol`, split at the first `@`. No branch: empty.
struct Identifier {
    std::string_view branch;
    std::string_view symbol;
};

Identifier split_identifier(std::string_view text);

/// `head`, `heads`, `base` or `current`, which no id or label may be.
bool is_symbol(std::string_view name);

/// The revision a branch part stands for: a label, an id, or the only one that begins so.
Node resolve_branch(const RevisionGraph& graph, std::string_view branch);

/// All heads, or those on the branch if it is not empty.
Nodes heads_on(const RevisionGraph& graph, std::string_view branch);

/// A list where a list is allowed: `heads` (the effective ones; with a branch all heads on it), and `-N`, N
/// steps down from every effective head. `base` is an empty list.
Nodes resolve_list(const RevisionGraph& graph, std::string_view identifier);

/// Exactly one revision, or none for `base` and for `head` of an empty folder. `argument` is what a
/// several_heads error quotes: the whole target of which `identifier` may be a part.
std::optional<Node> resolve_single(const RevisionGraph& graph, std::string_view identifier,
                                   std::string_view argument);

/// For `show`, `edit`: as resolve_list, but `current` stands for the rows of the version table.
std::vector<const Revision*> resolve(const RevisionGraph& graph, std::string_view identifier,
                                     const std::vector<std::string>& rows = {});
/// As resolve_single; nullptr for base.
const Revision* resolve_one(const RevisionGraph& graph, std::string_view identifier);

/// Whether the version table must be read to understand this identifier or history range.
bool refers_to_current(std::string_view identifier_or_range);

} // namespace headstart::revision
