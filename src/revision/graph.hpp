#pragma once

#include "revision/revision.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace headstart::revision {

/// A revision by its place in the load order (from 0). Comparing two nodes compares load order, Alembic's
/// tie-breaker everywhere.
using Node = std::uint32_t;
using Nodes = std::vector<Node>;

/// What a revision is connected to. Every list is free of duplicates; `parents`, `dependencies` and `down`
/// are in declared order, the others in load order.
struct Links {
    Nodes parents;      ///< `Revises`
    Nodes children;     ///< the reverse of parents
    Nodes dependencies; ///< `Depends On`, labels resolved
    Nodes up;           ///< children and dependents
    Nodes down;         ///< parents, then the dependencies that no ancestor by lineage declares as well
};

/// The migration folder as a graph. Immutable; every lookup below is O(1). Messages and rules are Alembic's
/// (1.19), except that what Alembic lets pass and stumbles over later is refused by `build`.
class RevisionGraph {
public:
    /// Takes the revisions in load order (ascending file name). Throws diag::Error(ExitCode::usage) with one
    /// diagnostic per problem found (all of them, each naming its files): bad or duplicate ids and labels,
    /// missing parents and dependencies, cycles.
    static RevisionGraph build(std::vector<Revision> in_load_order);

    // Names point into m_revisions, which a move keeps in place and a copy would not.
    RevisionGraph(RevisionGraph&&) = default;
    RevisionGraph& operator=(RevisionGraph&&) = default;
    RevisionGraph(const RevisionGraph&) = delete;
    RevisionGraph& operator=(const RevisionGraph&) = delete;
    ~RevisionGraph() = default;

    [[nodiscard]] std::size_t size() const { return m_revisions.size(); }

    [[nodiscard]] const std::vector<Revision>& revisions() const { return m_revisions; }

    [[nodiscard]] const Revision& revision(Node node) const { return m_revisions[node]; }

    [[nodiscard]] const std::string& id(Node node) const { return m_revisions[node].id; }

    [[nodiscard]] std::vector<std::string> ids(const Nodes& nodes) const;

    [[nodiscard]] Node node_of(const Revision& revision) const {
        return static_cast<Node>(&revision - m_revisions.data());
    }

    /// By exact id.
    [[nodiscard]] std::optional<Node> find(std::string_view id) const;
    [[nodiscard]] const Revision* find_revision(std::string_view id) const;
    /// The revision that declares the label.
    [[nodiscard]] std::optional<Node> find_label(std::string_view label) const;
    /// By exact id or label.
    [[nodiscard]] std::optional<Node> find_name(std::string_view name) const;

    [[nodiscard]] const Links& links(Node node) const { return m_links[node]; }

    /// Ascending from bases to heads along every edge, dependencies included; unique per node.
    [[nodiscard]] std::uint32_t height(Node node) const { return m_heights[node]; }

    /// No children.
    [[nodiscard]] const Nodes& heads() const { return m_heads; }

    /// Neither children nor dependents: what a fully upgraded version table holds.
    [[nodiscard]] const Nodes& effective_heads() const { return m_effective_heads; }

    [[nodiscard]] const Nodes& bases() const { return m_bases; }

    [[nodiscard]] bool is_head(Node node) const { return m_links[node].children.empty(); }

    [[nodiscard]] bool is_effective_head(Node node) const { return m_links[node].up.empty(); }

    [[nodiscard]] bool is_branchpoint(Node node) const { return m_links[node].children.size() > 1; }

    [[nodiscard]] bool is_mergepoint(Node node) const { return m_links[node].parents.size() > 1; }

    /// Every declared label with the revision that declares it, in load order.
    struct Label {
        std::string name;
        Node declared_by;
    };

    [[nodiscard]] const std::vector<Label>& labels() const { return m_labels; }

    /// The labels a revision carries, its own and those of its branch, in load order of their declaration.
    [[nodiscard]] std::vector<std::string> carried_labels(Node node) const;
    [[nodiscard]] bool carries(Node node, std::string_view label) const;

private:
    RevisionGraph() = default;

    void index_names();
    void link_all();
    void collect_tips();
    void carry_labels();

    std::vector<Revision> m_revisions;
    std::vector<Links> m_links;
    std::vector<std::uint32_t> m_heights;
    std::unordered_map<std::string_view, Node> m_ids;
    std::unordered_map<std::string_view, std::uint32_t> m_label_index;
    std::vector<Label> m_labels;
    std::vector<std::vector<std::uint32_t>> m_carried;
    Nodes m_heads;
    Nodes m_effective_heads;
    Nodes m_bases;
};

} // namespace headstart::revision
