#pragma once

#include "revision/graph.hpp"
#include "revision/version_rows.hpp"

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
    std::vector<std::string> rows_before; ///< sorted
};

/// What to run to get from `rows` to `targets`, in order; empty if there is nothing to do. `rows` are the
/// values of the version table, `targets` as the user typed them ("head", "+2", "label@head"). Throws
/// diag::Error: usage for targets that make no sense in this folder, failed for rows that are unknown or
/// overlap.
std::vector<Step> plan_upgrade(const RevisionGraph& graph, const std::vector<std::string>& rows,
                               const std::vector<std::string>& targets);

/// The same downwards; `rows` in the order in which the database gave them. Rows that overlap can be undone.
std::vector<Step> plan_downgrade(const RevisionGraph& graph, const std::vector<std::string>& rows,
                                 std::string_view target);

/// One line of the log ("Running stamp_revision a, b -> c") and its row changes.
struct StampStep {
    std::vector<std::string> from;
    std::string to; ///< empty: to base
    std::vector<VersionRowChange> row_changes;
    std::vector<std::string> rows_before; ///< sorted
};

/// How the version table becomes that of `targets` without running anything. With `purge` the rows are taken
/// as gone, whatever they are: the caller empties the table first.
std::vector<StampStep> plan_stamp(const RevisionGraph& graph, const std::vector<std::string>& rows,
                                  const std::vector<std::string>& targets, bool purge);

} // namespace headstart::revision
