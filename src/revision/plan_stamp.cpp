#include "revision/errors.hpp"
#include "revision/identifier.hpp"
#include "revision/plan.hpp"
#include "revision/relative.hpp"
#include "revision/traversal.hpp"

#include <algorithm>
#include <set>

namespace headstart::revision {

namespace {

void add_once(Nodes& nodes, const Nodes& more) {
    for (const auto node : more) {
        if (std::find(nodes.begin(), nodes.end(), node) == nodes.end()) {
            nodes.push_back(node);
        }
    }
}

Nodes resolve_target(const RevisionGraph& graph, std::string_view target, const Nodes& rows) {
    const auto identifier = split_identifier(target);
    // From the heads, not from the rows: Alembic takes it for an empty table only, where it cannot be
    // misread.
    if (negative_number(identifier.symbol) && !rows.empty()) {
        throw cannot_locate(graph, identifier.symbol,
                            {"stamp takes no target relative to the version table"});
    }
    if (identifier.symbol == "head") {
        if (const auto heads = heads_on(graph, identifier.branch); heads.size() > 1) {
            throw several_heads(graph, heads,
                                "Multiple heads are present; please specify a single target revision");
        }
    }
    return resolve_list(graph, target);
}

StampGoal::Target read_target(const RevisionGraph& graph, std::string_view target, const Nodes& rows) {
    StampGoal::Target read{resolve_target(graph, target, rows), std::nullopt};
    const auto identifier = split_identifier(target);
    if (read.wanted.empty() && !identifier.branch.empty()) {
        read.branch_of = resolve_branch(graph, identifier.branch);
    }
    return read;
}

/// The rows that a target speaks about: those sharing lineage with it, dependencies counted.
Nodes affected_rows(const RevisionGraph& graph, const Nodes& rows, const StampGoal::Target& target) {
    if (!target.wanted.empty()) {
        return keep(rows, lineage(graph, target.wanted, Edges::all));
    }
    return target.branch_of ? keep(rows, lineage(graph, {*target.branch_of}, Edges::all)) : rows;
}

/// The affected rows give way to `to`; if an earlier target took them already, it is a row of its own.
StampStep move_rows(const RevisionGraph& graph, VersionRows& rows, const Nodes& from, Node to) {
    StampStep step{graph.ids(from), graph.id(to), {}, rows.as_set()};
    Nodes left;
    std::copy_if(from.begin(), from.end(), std::back_inserter(left),
                 [&](Node row) { return rows.contains(row); });
    if (left.empty()) {
        rows.insert(to, step.row_changes);
        return step;
    }
    for (std::size_t i = 0; i + 1 < left.size(); ++i) {
        rows.erase(left[i], step.row_changes);
    }
    rows.update(left.back(), to, step.row_changes);
    return step;
}

} // namespace

std::vector<std::string> rows_after(const std::vector<std::string>& rows_before,
                                    const std::vector<VersionRowChange>& changes) {
    std::set<std::string> rows(rows_before.begin(), rows_before.end());
    for (const auto& change : changes) {
        rows.erase(change.from);
        if (!change.to.empty()) {
            rows.insert(change.to);
        }
    }
    return {rows.begin(), rows.end()};
}

std::vector<std::string> rows_after(const StampStep& step) {
    return rows_after(step.rows_before.ids(), step.row_changes);
}

StampGoal read_stamp_goal(const RevisionGraph& graph, const std::vector<std::string>& rows,
                          const std::vector<std::string>& targets, bool purge) {
    const auto row_nodes = purge ? Nodes{} : require_known_rows(graph, rows);
    StampGoal goal{{}, purge};
    for (const auto& target : targets) {
        goal.targets.push_back(read_target(graph, target, row_nodes));
    }
    return goal;
}

bool speaks_about(const RevisionGraph& graph, const StampGoal& goal, std::string_view revision) {
    const auto node = graph.find(revision);
    return goal.purge ||
           (node && std::any_of(goal.targets.begin(), goal.targets.end(), [&](const auto& target) {
                return !affected_rows(graph, {*node}, target).empty();
            }));
}

std::vector<StampStep> plan_stamp(const RevisionGraph& graph, const std::vector<std::string>& rows,
                                  const std::vector<std::string>& targets, bool purge) {
    return plan_stamp(graph, rows, read_stamp_goal(graph, rows, targets, purge));
}

std::vector<StampStep> plan_stamp(const RevisionGraph& graph, const std::vector<std::string>& rows,
                                  const StampGoal& goal) {
    const auto row_nodes = goal.purge ? Nodes{} : require_known_rows(graph, rows);
    Nodes affected;
    Nodes wanted;
    for (const auto& target : goal.targets) {
        add_once(wanted, target.wanted);
        add_once(affected, affected_rows(graph, row_nodes, target));
    }
    VersionRows version_rows(graph, row_nodes);
    std::vector<StampStep> steps;
    if (wanted.empty()) {
        for (const auto row : affected) {
            StampStep step{{graph.id(row)}, "", {}, version_rows.as_set()};
            version_rows.erase(row, step.row_changes);
            steps.push_back(std::move(step));
        }
        return steps;
    }
    for (const auto node : wanted) {
        if (std::find(affected.begin(), affected.end(), node) != affected.end()) {
            continue;
        }
        const bool moves = !keep(affected, lineage(graph, {node}, Edges::all)).empty();
        steps.push_back(move_rows(graph, version_rows, moves ? affected : Nodes{}, node));
    }
    return steps;
}

} // namespace headstart::revision
