#include "revision/traversal.hpp"

#include <algorithm>

namespace headstart::revision {

namespace {

template<typename Next>
void walk(NodeSet& seen, const Nodes& starts, Next next) {
    Nodes todo(starts.rbegin(), starts.rend());
    while (!todo.empty()) {
        const auto node = todo.back();
        todo.pop_back();
        if (!seen.add(node)) {
            continue;
        }
        const Nodes& following = next(node);
        todo.insert(todo.end(), following.rbegin(), following.rend());
    }
}

} // namespace

bool NodeSet::add(Node node) {
    if (contains(node)) {
        return false;
    }
    m_has[node] = 1;
    m_nodes.push_back(node);
    return true;
}

NodeSet ancestors(const RevisionGraph& graph, const Nodes& starts, Edges edges) {
    NodeSet seen(graph);
    walk(seen, starts, [&](Node node) -> const Nodes& {
        return edges == Edges::lineage ? graph.links(node).parents : graph.links(node).down;
    });
    return seen;
}

NodeSet descendants(const RevisionGraph& graph, const Nodes& starts, Edges edges) {
    NodeSet seen(graph);
    walk(seen, starts, [&](Node node) -> const Nodes& {
        return edges == Edges::lineage ? graph.links(node).children : graph.links(node).up;
    });
    return seen;
}

NodeSet lineage(const RevisionGraph& graph, const Nodes& starts, Edges edges) {
    auto both = ancestors(graph, starts, edges);
    const auto above = descendants(graph, starts, edges);
    for (const auto node : above.nodes()) {
        both.add(node);
    }
    return both;
}

Nodes keep(const Nodes& nodes, const NodeSet& set) {
    Nodes kept;
    std::copy_if(nodes.begin(), nodes.end(), std::back_inserter(kept),
                 [&](Node node) { return set.contains(node); });
    return kept;
}

Nodes current_nodes(const RevisionGraph& graph, const Nodes& rows) {
    const auto applied = ancestors(graph, rows, Edges::all);
    Nodes current;
    for (const auto node : applied.nodes()) {
        // A descendant by lineage is applied only if a child is: what is below an applied revision is
        // applied.
        const auto& children = graph.links(node).children;
        if (std::none_of(children.begin(), children.end(),
                         [&](Node child) { return applied.contains(child); })) {
            current.push_back(node);
        }
    }
    std::sort(current.begin(), current.end());
    return current;
}

Overlap find_overlap(const RevisionGraph& graph, const Nodes& nodes) {
    if (nodes.size() < 2) {
        return {};
    }
    NodeSet wanted(graph);
    for (const auto node : nodes) {
        wanted.add(node);
    }
    // One walk below all of them tells whether there is an overlap at all; only then is each looked at alone.
    Nodes one_below;
    for (const auto node : nodes) {
        const auto& down = graph.links(node).down;
        one_below.insert(one_below.end(), down.begin(), down.end());
    }
    if (keep(nodes, ancestors(graph, one_below, Edges::all)).empty()) {
        return {};
    }
    for (const auto node : nodes) {
        auto below = keep(ancestors(graph, {node}, Edges::all).nodes(), wanted);
        below.erase(std::remove(below.begin(), below.end(), node), below.end());
        if (!below.empty()) {
            std::sort(below.begin(), below.end());
            return {node, below};
        }
    }
    return {};
}

} // namespace headstart::revision
