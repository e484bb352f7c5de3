#pragma once

#include "catalogue/read.hpp"
#include "diff/plan.hpp"
#include "pg/connection.hpp"
#include "schema/schema.hpp"

#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace headstart::prove {

/// What a proof has come to.
struct Proof {
    std::vector<diff::Step> steps = {}; ///< in the order in which they ran
    /// Some of them can be used by others only when their transaction has ended: a new label of an enum.
    bool needs_commits = false;
    /// Those, which have run for good in the session's database.
    std::set<std::string> committed = {};
    /// Why there is none: what differs still, and what the server refused. Empty: the plan is proved.
    std::vector<std::string> remaining = {};
};

/// Whether rows are put into the tables that a plan touches, to see what becomes of them. Defaults, checks
/// and generated columns run then, as the session's role.
enum class Rows : std::uint8_t {
    put,
    none, ///< the functions may be those of strangers: what is there was copied from a live database
};

/// Finds statements that lead from what the session's database holds to `goal`, by trying: each plan runs in
/// a transaction that is rolled back, and what it made is read and compared. What was refused, or still
/// differs, is planned in its next coarser way.
Proof prove(pg::Connection& connection, const schema::Schema& present, const schema::Schema& goal,
            const catalogue::ReadOptions& reading, const diff::Compared& compared, Rows rows);

} // namespace headstart::prove
