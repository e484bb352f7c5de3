#include "revision/order.hpp"
#include "revision/plan.hpp"
#include "revision/targets.hpp"
#include "revision/traversal.hpp"

#include <algorithm>

namespace headstart::revision {

namespace {

Nodes sorted(Nodes nodes) {
    std::sort(nodes.begin(), nodes.end());
    nodes.erase(std::unique(nodes.begin(), nodes.end()), nodes.end());
    return nodes;
}

/// The case of every restart: known without walking the graph. Several rows could overlap, unless they are
/// what a fully upgraded database holds.
bool is_there_already(const RevisionGraph& graph, const Nodes& rows, const Nodes& targets) {
    return sorted(rows) == targets && (targets.size() == 1 || targets == graph.effective_heads());
}

} // namespace

UpgradeGoal read_upgrade_goal(const RevisionGraph& graph, const std::vector<std::string>& rows,
                              const std::vector<std::string>& targets) {
    const auto row_nodes = require_known_rows(graph, rows);
    UpgradeGoal goal;
    for (const auto& target : targets) {
        const auto nodes = resolve_upgrade_target(graph, row_nodes, target);
        goal.wanted.insert(goal.wanted.end(), nodes.begin(), nodes.end());
        goal.is_relative = goal.is_relative || is_relative_to_rows(graph, target);
    }
    goal.wanted = sorted(std::move(goal.wanted));
    return goal;
}

std::vector<Step> plan_upgrade(const RevisionGraph& graph, const std::vector<std::string>& rows,
                               const std::vector<std::string>& targets) {
    return plan_upgrade(graph, rows, read_upgrade_goal(graph, rows, targets));
}

std::vector<Step> plan_upgrade(const RevisionGraph& graph, const std::vector<std::string>& rows,
                               const UpgradeGoal& goal) {
    const auto row_nodes = require_known_rows(graph, rows);
    const auto& wanted = goal.wanted;
    if (is_there_already(graph, row_nodes, wanted)) {
        return {};
    }
    require_no_overlapping_targets(graph, wanted);
    require_no_overlap(graph, row_nodes);
    const auto needed = ancestors(graph, wanted, Edges::all);
    const auto applied = ancestors(graph, row_nodes, Edges::all);
    NodeSet to_run(graph);
    for (const auto node : needed.nodes()) {
        if (!applied.contains(node)) {
            to_run.add(node);
        }
    }
    auto order = newest_first(graph, to_run, wanted, true);
    std::reverse(order.begin(), order.end());
    VersionRows version_rows(graph, row_nodes);
    std::vector<Step> steps;
    steps.reserve(order.size());
    for (const auto node : order) {
        auto before = version_rows.as_set();
        steps.push_back(
            {Direction::up, &graph.revision(node), version_rows.upgraded(node), std::move(before)});
    }
    return steps;
}

} // namespace headstart::revision
