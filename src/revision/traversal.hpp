#pragma once

#include "revision/graph.hpp"

#include <vector>

namespace headstart::revision {

/// Which connections a walk follows.
enum class Edges {
    lineage, ///< parents and children
    all      ///< dependencies too
};

/// A set over the nodes of one graph that remembers in which order they came.
class NodeSet {
public:
    explicit NodeSet(const RevisionGraph& graph)
        : m_has(graph.size(), 0) {}

    /// False if it was in already.
    bool add(Node node);

    /// Out of the set; nodes() still lists it.
    void remove(Node node) { m_has[node] = 0; }

    [[nodiscard]] bool contains(Node node) const { return m_has[node] != 0; }

    [[nodiscard]] const Nodes& nodes() const { return m_nodes; }

    [[nodiscard]] bool empty() const { return m_nodes.empty(); }

private:
    std::vector<char> m_has;
    Nodes m_nodes;
};

/// The starts and everything below them.
NodeSet ancestors(const RevisionGraph& graph, const Nodes& starts, Edges edges);
/// The starts and everything above them.
NodeSet descendants(const RevisionGraph& graph, const Nodes& starts, Edges edges);
/// All that shares lineage with one of the starts: themselves, everything below and everything above.
NodeSet lineage(const RevisionGraph& graph, const Nodes& starts, Edges edges);

/// Those of `nodes` that are in the set, in their order.
Nodes keep(const Nodes& nodes, const NodeSet& set);

/// All revisions that are applied when the version table holds `rows`, less those with an applied child: the
/// rows and what they imply. Load order.
Nodes current_nodes(const RevisionGraph& graph, const Nodes& rows);

/// The first of `nodes` that has others of them below it, with those (load order). `first` is meaningless if
/// `below` is empty.
struct Overlap {
    Node node = 0;
    Nodes below;
};

Overlap find_overlap(const RevisionGraph& graph, const Nodes& nodes);

} // namespace headstart::revision
