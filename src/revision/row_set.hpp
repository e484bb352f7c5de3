#pragma once

#include "revision/graph.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace headstart::revision {

/// The rows of the version table at one moment of a plan, by id. A value that is never changed: each step of
/// a plan has one, and two steps share all but what lies between them. A list for each would take the square
/// of the history where it has thousands of heads.
class RowSet {
public:
    RowSet() = default;

    /// Of a graph that outlives the set.
    RowSet(const RevisionGraph& graph, const Nodes& rows);

    /// This one with a row more, or less; in a time that grows with the logarithm of its size.
    [[nodiscard]] RowSet with(const RevisionGraph& graph, Node row) const;
    [[nodiscard]] RowSet without(const RevisionGraph& graph, Node row) const;

    [[nodiscard]] bool empty() const { return m_root == nullptr; }

    /// Sorted.
    [[nodiscard]] std::vector<std::string> ids() const;

    bool operator==(const std::vector<std::string>& sorted) const { return ids() == sorted; }

private:
    struct Branch;
    using Tree = std::shared_ptr<const Branch>;

    explicit RowSet(Tree root)
        : m_root(std::move(root)) {}

    static Tree join(const Tree& lower, const Tree& upper);
    static std::pair<Tree, Tree> split(const Tree& tree, std::string_view id);

    Tree m_root;
};

} // namespace headstart::revision
