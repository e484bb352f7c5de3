#pragma once

#include "revision/graph.hpp"
#include "revision/row_set.hpp"
#include "revision/traversal.hpp"

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace headstart::revision {

/// One change of the version table. An update or erase must hit exactly one row.
struct VersionRowChange {
    enum class Kind { insert, update, erase };

    Kind kind;
    std::string from; ///< the row changed or deleted; empty for insert
    std::string to;   ///< the new value; empty for erase

    bool operator==(const VersionRowChange&) const = default;
};

/// The rows of the version table as nodes, duplicates dropped, order kept. Throws a foreign_revision error
/// (ExitCode::failed), one diagnostic per row that no file of the folder bears. Prefixes and labels are no
/// rows.
/// Also throws bad_version_rows (ExitCode::failed) for a row that is there twice.
Nodes require_known_rows(const RevisionGraph& graph, const std::vector<std::string>& rows);

/// The rows as `require_known_rows` would refuse them: empty if all are known.
std::vector<std::string> unknown_rows(const RevisionGraph& graph, const std::vector<std::string>& rows);

/// Throws bad_version_rows (ExitCode::failed) if one row is an ancestor of another, naming the row to delete.
void require_no_overlap(const RevisionGraph& graph, const Nodes& rows);

/// The version table while a plan is made: says which rows each step changes.
class VersionRows {
public:
    VersionRows(const RevisionGraph& graph, const Nodes& rows);

    /// The rows after `node` was upgraded: inserted, put in the place of its parent, or of all it merges.
    std::vector<VersionRowChange> upgraded(Node node);
    /// The rows after `node` was undone: deleted, its parent, or all that it had merged and nothing else
    /// implies.
    std::vector<VersionRowChange> downgraded(Node node);

    [[nodiscard]] bool contains(Node node) const { return m_rows.contains(node); }

    void insert(Node node, std::vector<VersionRowChange>& changes);
    void update(Node from, Node to, std::vector<VersionRowChange>& changes);
    void erase(Node node, std::vector<VersionRowChange>& changes);

    [[nodiscard]] const RowSet& as_set() const { return m_set; }

    /// Sorted.
    [[nodiscard]] std::vector<std::string> ids() const { return m_set.ids(); }

private:
    [[nodiscard]] Nodes left_after_undoing(Node node) const;

    const RevisionGraph& m_graph;
    std::optional<NodeSet> m_applied; ///< while undoing: less what was undone so far
    std::set<Node> m_rows;
    RowSet m_set; ///< the same
};

} // namespace headstart::revision
