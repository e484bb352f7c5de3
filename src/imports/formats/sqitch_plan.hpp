#pragma once

#include "imports/source_folder.hpp"

#include <string>
#include <string_view>
#include <vector>

/// Sqitch's plan: a line for each change and each tag, in the order in which they are deployed.
namespace headstart::imports {

struct SqitchChange {
    std::string name;
    std::vector<std::string> requirements; ///< as written: "users", "users@v1.0", "@v1.0", "other:users"
    std::vector<std::string> conflicts;
    std::string date; ///< "2012-08-30T12:00:00Z"
    std::string planner;
    std::string note;
    std::vector<std::string> tags; ///< of this change, without their `@`
    std::size_t line = 0;
    std::size_t occurrence = 1; ///< how often the name has come
    std::string id;             ///< of its revision
    bool is_reworked = false;   ///< the same name comes again further down
};

struct SqitchPlan {
    std::string project; ///< empty: it is not named
    std::vector<SqitchChange> changes;
};

/// Throws diag::Error (usage) for a line that is none of a plan.
SqitchPlan read_sqitch_plan(const Source& plan);

/// The ids that the revision of the `occurrence`-th change (from 1) of a name may have: it comes again where
/// it was reworked. The first tells it from changes of almost the same name, the second is where there are
/// none.
std::vector<std::string> sqitch_ids(std::string_view name, std::size_t occurrence);

} // namespace headstart::imports
