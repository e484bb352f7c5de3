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
            {fmt::format("nothing directly above the target leads to branch '{}'", target.branch)});
    }
    return roots;
}

} // namespace

DowngradeGoal read_downgrade_goal(const RevisionGraph& graph, const std::vector<std::string>& rows,
                                  std::string_view target) {
    return {resolve_downgrade_target(graph, require_known_rows(graph, rows), target), std::string(target)};
}

std::vector<Step> plan_downgrade(const RevisionGraph& graph, const std::vector<std::string>& rows,
                                 std::string_view target) {
    return plan_downgrade(graph, rows, read_downgrade_goal(graph, rows, target));
}

std::vector<Step> plan_downgrade(const RevisionGraph& graph, const std::vector<std::string>& rows,
                                 const DowngradeGoal& goal) {
    const auto row_nodes = require_known_rows(graph, rows);
    const auto& resolved = goal.target;
    const auto above = descendants(graph, find_roots(graph, resolved), Edges::all);
    const auto applied = ancestors(graph, row_nodes, Edges::all);
    NodeSet to_undo(graph);
    for (const auto node : above.nodes()) {
        if (applied.contains(node)) {
            to_undo.add(node);
        }
    }
    if (to_undo.empty() && resolved.node &&
        std::find(row_nodes.begin(), row_nodes.end(), *resolved.node) == row_nodes.end()) {
        std::vector<std::string> notes;
        for (const auto row : row_nodes) {
            notes.push_back(fmt::format("the database is at {}", note_about(graph, row)));
        }
        throw invalid_target(
            fmt::format("Destination {} is not a valid downgrade target from current head(s)", goal.typed),
            std::move(notes), "headstart current shows where the database stands");
    }
    VersionRows version_rows(graph, row_nodes);
    std::vector<Step> steps;
    for (const auto node : newest_first(graph, to_undo, row_nodes, true)) {
        auto before = version_rows.ids();
        steps.push_back(
            {Direction::down, &graph.revision(node), version_rows.downgraded(node), std::move(before)});
    }
    return steps;
}

} // namespace headstart::revision
