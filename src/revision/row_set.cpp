#include "revision/row_set.hpp"

#include <functional>
#include <utility>

namespace headstart::revision {

/// Of a treap: sorted by id from left to right, by priority from the root down. Priorities are as good as
/// drawn at random, so it is as deep as a balanced tree, and no branch knows of the one above it: all that a
/// change does not meet is shared.
struct RowSet::Branch {
    std::string_view id;
    std::size_t priority;
    Tree lower = nullptr;
    Tree upper = nullptr;
};

RowSet::RowSet(const RevisionGraph& graph, const Nodes& rows) {
    for (const auto row : rows) {
        *this = with(graph, row);
    }
}

/// All of `lower` comes before all of `upper`.
RowSet::Tree RowSet::join(const Tree& lower, const Tree& upper) {
    if (!lower || !upper) {
        return lower ? lower : upper;
    }
    auto top = *(lower->priority > upper->priority ? lower : upper);
    if (lower->priority > upper->priority) {
        top.upper = join(lower->upper, upper);
    } else {
        top.lower = join(lower, upper->lower);
    }
    return std::make_shared<const Branch>(std::move(top));
}

/// What comes before the id, and what comes behind it; itself in neither.
std::pair<RowSet::Tree, RowSet::Tree> RowSet::split(const Tree& tree, std::string_view id) {
    if (!tree || tree->id == id) {
        return tree ? std::pair{tree->lower, tree->upper} : std::pair<Tree, Tree>{};
    }
    auto top = *tree;
    if (id < tree->id) {
        auto [before, behind] = split(tree->lower, id);
        top.lower = std::move(behind);
        return {std::move(before), std::make_shared<const Branch>(std::move(top))};
    }
    auto [before, behind] = split(tree->upper, id);
    top.upper = std::move(before);
    return {std::make_shared<const Branch>(std::move(top)), std::move(behind)};
}

RowSet RowSet::with(const RevisionGraph& graph, Node row) const {
    const std::string_view id = graph.id(row);
    const auto [before, behind] = split(m_root, id);
    const auto one = std::make_shared<const Branch>(Branch{id, std::hash<std::string_view>{}(id)});
    return RowSet(join(join(before, one), behind));
}

RowSet RowSet::without(const RevisionGraph& graph, Node row) const {
    const auto [before, behind] = split(m_root, graph.id(row));
    return RowSet(join(before, behind));
}

std::vector<std::string> RowSet::ids() const {
    std::vector<std::string> ids;
    std::vector<const Branch*> open; // those whose lower part is being listed
    for (const auto* branch = m_root.get(); branch != nullptr || !open.empty();) {
        if (branch != nullptr) {
            open.push_back(branch);
            branch = branch->lower.get();
        } else {
            branch = open.back();
            open.pop_back();
            ids.emplace_back(branch->id);
            branch = branch->upper.get();
        }
    }
    return ids;
}

} // namespace headstart::revision
