#include "revision/identifier.hpp"

#include "base/utf8.hpp"
#include "revision/errors.hpp"
#include "revision/relative.hpp"
#include "revision/traversal.hpp"
#include "revision/version_rows.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace headstart::revision {

namespace {

/// A candidate must be longer than this for its beginning to be understood; the beginning itself may be
/// shorter.
constexpr std::size_t k_shortest_candidate = 4;

/// The only id or label that begins with `prefix`; `within` narrows to one branch.
Node resolve_prefix(const RevisionGraph& graph, std::string_view prefix, const NodeSet* within) {
    std::vector<std::string> candidates;
    Node found = 0; // of the last candidate, which is the only one where it counts
    const auto consider = [&](const std::string& name, Node node) {
        if (name.starts_with(prefix) && base::count_characters(name) >= k_shortest_candidate &&
            (within == nullptr || within->contains(node))) {
            candidates.push_back(name);
            found = node;
        }
    };
    if (!prefix.empty()) {
        for (Node node = 0; node < graph.size(); ++node) {
            consider(graph.id(node), node);
        }
        for (const auto& label : graph.labels()) {
            consider(label.name, label.declared_by);
        }
    }
    if (candidates.empty()) {
        throw cannot_locate(graph, prefix);
    }
    if (candidates.size() > 1) {
        throw ambiguous_prefix(graph, prefix, candidates);
    }
    return found;
}

/// Rules 6 to 8: an exact name, else a beginning; with a branch it must be on it.
Node resolve_name(const RevisionGraph& graph, const Identifier& identifier) {
    if (identifier.branch.empty()) {
        const auto exact = graph.find_name(identifier.symbol);
        return exact ? *exact : resolve_prefix(graph, identifier.symbol, nullptr);
    }
    const auto on_branch = lineage(graph, {resolve_branch(graph, identifier.branch)}, Edges::lineage);
    const auto exact = graph.find_name(identifier.symbol);
    if (!exact) {
        return resolve_prefix(graph, identifier.symbol, &on_branch);
    }
    if (!on_branch.contains(*exact)) {
        throw cannot_locate(
            graph, identifier.symbol,
            {fmt::format("revision {} is not on branch '{}'", graph.id(*exact), identifier.branch)});
    }
    return *exact;
}

Nodes resolve_symbol(const RevisionGraph& graph, const Identifier& identifier, std::string_view argument) {
    if (identifier.symbol == "heads") {
        return identifier.branch.empty() ? graph.effective_heads() : heads_on(graph, identifier.branch);
    }
    if (identifier.symbol == "head") {
        auto heads = heads_on(graph, identifier.branch);
        if (heads.size() > 1) {
            throw several_heads_for(graph, heads, argument);
        }
        return heads;
    }
    if (identifier.symbol == "base") {
        if (!identifier.branch.empty()) {
            resolve_branch(graph, identifier.branch);
        }
        return {};
    }
    return {resolve_name(graph, identifier)};
}

/// `-N` from every effective head; with a branch from those that carry the label.
Nodes walk_down_from_heads(const RevisionGraph& graph, const Identifier& identifier, std::size_t steps) {
    Nodes found;
    if (!identifier.branch.empty()) {
        resolve_branch(graph, identifier.branch);
    }
    for (const auto head : graph.effective_heads()) {
        if (!identifier.branch.empty() && !graph.carries(head, identifier.branch)) {
            continue;
        }
        const auto walked = walk_down(graph, head, steps);
        if (walked.end != Walk::End::at_revision) {
            throw wrong_relative(
                identifier.symbol, identifier.symbol.substr(1),
                "there are not that many revisions below the heads: headstart history lists them");
        }
        if (std::find(found.begin(), found.end(), walked.node) == found.end()) {
            found.push_back(walked.node);
        }
    }
    return found;
}

} // namespace

bool is_symbol(std::string_view name) {
    return name == "head" || name == "heads" || name == "base" || name == "current";
}

Identifier split_identifier(std::string_view text) {
    const auto at = text.find('@');
    return at == std::string_view::npos ? Identifier{{}, text}
                                        : Identifier{text.substr(0, at), text.substr(at + 1)};
}

Node resolve_branch(const RevisionGraph& graph, std::string_view branch) {
    if (is_symbol(branch)) {
        throw cannot_locate(graph, branch, {fmt::format("'{}' is not a branch", branch)});
    }
    if (const auto exact = graph.find_name(branch)) {
        return *exact;
    }
    return resolve_prefix(graph, branch, nullptr);
}

Nodes heads_on(const RevisionGraph& graph, std::string_view branch) {
    if (branch.empty()) {
        return graph.heads();
    }
    return keep(graph.heads(), lineage(graph, {resolve_branch(graph, branch)}, Edges::lineage));
}

Nodes resolve_list(const RevisionGraph& graph, std::string_view text) {
    const auto identifier = split_identifier(text);
    if (const auto steps = negative_number(identifier.symbol)) {
        return walk_down_from_heads(graph, identifier, *steps);
    }
    return resolve_symbol(graph, identifier, text);
}

std::optional<Node> resolve_single(const RevisionGraph& graph, std::string_view text,
                                   std::string_view argument) {
    const auto nodes = resolve_symbol(graph, split_identifier(text), argument);
    if (nodes.size() > 1) {
        throw several_heads_for(graph, nodes, argument);
    }
    return nodes.empty() ? std::nullopt : std::optional(nodes.front());
}

std::vector<const Revision*> resolve(const RevisionGraph& graph, std::string_view identifier,
                                     const std::vector<std::string>& rows) {
    std::vector<const Revision*> revisions;
    for (const auto node :
         identifier == "current" ? require_known_rows(graph, rows) : resolve_list(graph, identifier)) {
        revisions.push_back(&graph.revision(node));
    }
    return revisions;
}

const Revision* resolve_one(const RevisionGraph& graph, std::string_view identifier) {
    const auto node = resolve_single(graph, identifier, identifier);
    return node ? &graph.revision(*node) : nullptr;
}

bool refers_to_current(std::string_view text) {
    return text == "current" || text.starts_with("current:") || text.ends_with(":current");
}

} // namespace headstart::revision
