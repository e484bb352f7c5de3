#pragma once

#include "revision/graph.hpp"
#include "revision/targets.hpp"
#include "revision/version_rows.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace headstart::revision {

enum class Direction { up, down };

/// One migration to run, and what it does to the version table.
struct Step {
    Direction direction;
    const Revision* revision; ///< owned by the graph
    std::vector<VersionRowChange> row_changes;
    RowSet rows_before;
};

/// A target becomes revisions once, under the rows it was typed for. Whatever is lost or raced afterwards, a
/// plan is made from the rows of the moment to these.
struct UpgradeGoal {
    Nodes wanted;             ///< sorted
    bool is_relative = false; ///< counted from the rows: "+2"
};

struct DowngradeGoal {
    DowngradeTarget target;
    std::string typed;
};

/// `rows` are the values of the version table, `targets` as the user typed them ("head", "+2", "label@head").
/// Throws diag::Error: usage for targets that make no sense in this folder, failed for rows that are unknown.
UpgradeGoal read_upgrade_goal(const RevisionGraph& graph, const std::vector<std::string>& rows,
                              const std::vector<std::string>& targets);

/// The same downwards; `rows` in the order in which the database gave them. Throws diag::Error (usage) where
/// the target is neither among the rows nor below what can be undone, as Alembic does.
DowngradeGoal read_downgrade_goal(const RevisionGraph& graph, const std::vector<std::string>& rows,
                                  std::string_view target);

/// What to run to get from `rows` to the goal, in order; empty if there is nothing to do. Throws diag::Error:
/// usage for targets that overlap, failed for rows that are unknown or overlap.
std::vector<Step> plan_upgrade(const RevisionGraph& graph, const std::vector<std::string>& rows,
                               const UpgradeGoal& goal);

/// Rows that overlap can be undone. Throws diag::Error (usage) where the goal is not applied.
std::vector<Step> plan_downgrade(const RevisionGraph& graph, const std::vector<std::string>& rows,
                                 const DowngradeGoal& goal);

/// Both at once, for who looks one time only.
std::vector<Step> plan_upgrade(const RevisionGraph& graph, const std::vector<std::string>& rows,
                               const std::vector<std::string>& targets);
std::vector<Step> plan_downgrade(const RevisionGraph& graph, const std::vector<std::string>& rows,
                                 std::string_view target);

/// One line of the log ("Running stamp_revision a, b -> c") and its row changes.
struct StampStep {
    std::vector<std::string> from;
    std::string to; ///< empty: to base
    std::vector<VersionRowChange> row_changes;
    RowSet rows_before;
};

/// Sorted.
std::vector<std::string> rows_after(const std::vector<std::string>& rows_before,
                                    const std::vector<VersionRowChange>& changes);
std::vector<std::string> rows_after(const StampStep& step);

/// The targets of a stamp, read once.
struct StampGoal {
    struct Target {
        Nodes wanted;                  ///< none: base
        std::optional<Node> branch_of; ///< of base: only rows on this revision's branch go
    };

    std::vector<Target> targets;
    bool purge = false; ///< the rows are taken as gone, whatever they are: the caller empties the table first
};

/// Whether it speaks about a revision: one that shares lineage with a target, dependencies counted; of base,
/// about all of them; with purge, whatever they are.
bool speaks_about(const RevisionGraph& graph, const StampGoal& goal, std::string_view revision);

StampGoal read_stamp_goal(const RevisionGraph& graph, const std::vector<std::string>& rows,
                          const std::vector<std::string>& targets, bool purge);

/// How the version table becomes that of the goal without running anything.
std::vector<StampStep> plan_stamp(const RevisionGraph& graph, const std::vector<std::string>& rows,
                                  const StampGoal& goal);

/// Both at once.
std::vector<StampStep> plan_stamp(const RevisionGraph& graph, const std::vector<std::string>& rows,
                                  const std::vector<std::string>& targets, bool purge);

} // namespace headstart::revision
