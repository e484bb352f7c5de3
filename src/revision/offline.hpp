#pragma once

#include "revision/graph.hpp"

#include <string>
#include <string_view>
#include <vector>

/// `FROM:TO` targets of `--sql`, where no database says what the rows are.
namespace headstart::revision {

/// What an offline run plans with.
struct OfflineTargets {
    std::vector<std::string> rows;    ///< the one row that FROM stands for; empty for base
    std::vector<std::string> targets; ///< as typed, for plan_upgrade, plan_downgrade, plan_stamp
};

/// `TO` (from base) or `FROM:TO`.
OfflineTargets offline_upgrade(const RevisionGraph& graph, std::string_view range);
/// `FROM:TO` only.
OfflineTargets offline_downgrade(const RevisionGraph& graph, std::string_view range);
/// Several of either form; every FROM must be the same.
OfflineTargets offline_stamp(const RevisionGraph& graph, const std::vector<std::string>& ranges);

/// Without `--sql` the database knows where to start: throws `Range revision not allowed` for a `:`.
void forbid_range(std::string_view target);

} // namespace headstart::revision
