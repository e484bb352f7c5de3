#pragma once

#include "catalogue/read.hpp"
#include "diff/renames.hpp"
#include "pg/connection.hpp"

#include <vector>

namespace headstart::prove {

/// What was renamed in a scratch database.
struct Renaming {
    std::vector<diff::Step> steps;  ///< as they ran
    std::vector<diff::Rename> done; ///< all of them
    /// The same, by what has to be done together: each may get a name that another one of its level gives up.
    std::vector<std::vector<diff::Rename>> levels;
    diff::Schema schema; ///< what is there afterwards
};

/// Renames in the session's database what the marks of the goal tell, for good: before a plan is looked for,
/// which then finds the object by its new name, and has only to see what else differs. Throws diag::Error
/// (findings, unproved_plan) for what the server refuses.
Renaming rename(pg::Connection& connection, const diff::Schema& present, const diff::Schema& goal,
                const std::vector<diff::RenameMark>& marks, const catalogue::ReadOptions& reading);

/// The way back, in a database that has the new names. `goal`: that with the old ones.
Renaming rename_back(pg::Connection& connection, const diff::Schema& present, const diff::Schema& goal,
                     const std::vector<std::vector<diff::Rename>>& levels,
                     const catalogue::ReadOptions& reading);

} // namespace headstart::prove
