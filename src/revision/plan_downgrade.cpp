#include "revision/errors.hpp"
#include "revision/order.hpp"
#include "revision/plan.hpp"
#include "revision/targets.hpp"
#include "revision/traversal.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace headstart::revision {

namespace {

/// The lowest revisions to undo: what stands directly above the target, on the named branch where there is a
/// choice.
Nodes find_roots(const RevisionGraph& graph, const DowngradeTarget& target) {
    auto roots = target.node ? graph.links(*target.node).children : graph.bases();
    if (!target.branch_of || roots.size() < 2) {
        return roots;
    }
    roots = keep(roots, ancestors(graph, {*target.branch_of}, Edges::lineage));
    if (roots.empty()) {
        throw invalid_target(
            "Not a valid downgrade target from current heads",
            {fmt::format("nothing directly above the target leads to branch '{}'", target.branch)},
            "headstart current shows where the database stands, headstart history --graph the branches");
    }
    return roots;
}

/// What is applied above the target, on the named branch.
NodeSet find_revisions_to_undo(const RevisionGraph& graph, const Nodes& rows, const DowngradeTarget& target) {
    const auto above = descendants(graph, find_roots(graph, target), Edges::all);
    const auto applied = ancestors(graph, rows, Edges::all);
    NodeSet to_undo(graph);
    for (const auto node : above.nodes()) {
        if (applied.contains(node)) {
            to_undo.add(node);
        }
    }
    return to_undo;
}

diag::Error not_below(const RevisionGraph& graph, const Nodes& rows, std::string_view typed) {
    std::vector<std::string> notes;
    for (const auto row : rows) {
        notes.push_back(fmt::format("the database is at {}", note_about(graph, row)));
    }
    return invalid_target(
        fmt::format("Destination {} is not a valid downgrade target from current head(s)", typed),
        std::move(notes), "headstart current shows where the database stands");
}

} // namespace

DowngradeGoal read_downgrade_goal(const RevisionGraph& graph, const std::vector<std::string>& rows,
                                  std::string_view target) {
    const auto row_nodes = require_known_rows(graph, rows);
    DowngradeGoal goal{resolve_downgrade_target(graph, row_nodes, target), std::string(target)};
    const auto& node = goal.target.node;
    // Alembic's rule. Only for what has just been typed: behind the last step of a branch, rows of another
    // one may be all that tells of the goal.
    if (node && std::find(row_nodes.begin(), row_nodes.end(), *node) == row_nodes.end() &&
        find_revisions_to_undo(graph, row_nodes, goal.target).empty()) {
        throw not_below(graph, row_nodes, target);
    }
    return goal;
}

std::vector<Step> plan_downgrade(const RevisionGraph& graph, const std::vector<std::string>& rows,
                                 std::string_view target) {
    return plan_downgrade(graph, rows, read_downgrade_goal(graph, rows, target));
}

std::vector<Step> plan_downgrade(const RevisionGraph& graph, const std::vector<std::string>& rows,
                                 const DowngradeGoal& goal) {
    const auto row_nodes = require_known_rows(graph, rows);
    const auto& node = goal.target.node;
    if (node && !ancestors(graph, row_nodes, Edges::all).contains(*node)) {
        throw not_below(graph, row_nodes, goal.typed);
    }
    VersionRows version_rows(graph, row_nodes);
    std::vector<Step> steps;
    const auto to_undo = find_revisions_to_undo(graph, row_nodes, goal.target);
    for (const auto undone : newest_first(graph, to_undo, row_nodes, true)) {
        auto before = version_rows.as_set();
        steps.push_back(
            {Direction::down, &graph.revision(undone), version_rows.downgraded(undone), std::move(before)});
    }
    return steps;
}

} // namespace headstart::revision
