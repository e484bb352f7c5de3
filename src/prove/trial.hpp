#pragma once

#include "diff/plan.hpp"
#include "pg/connection.hpp"
#include "prove/sample_rows.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace headstart::prove {

/// What came of a plan's steps.
struct Trial {
    std::vector<diff::Step> done;                  ///< as they were done, with the hazards that were seen
    std::map<std::size_t, pg::ServerError> failed; ///< and those that the server refused at last
    bool are_rows_in_the_way = false;              ///< of one of them; or were, until they were taken out
};

/// What becomes of rows that are in the way of a step.
enum class InTheWay : std::uint8_t {
    refuses,  ///< the step fails: another way may keep them
    taken_out ///< it runs without them, and is a hazard (may-fail-on-rows)
};

/// Runs the steps in the transaction that the session is in. One that the server refuses is undone; it is
/// tried again when the others are done, for it may need what comes later: the body of a function is text, in
/// which the server sees no dependency. Whether a table is rewritten is not guessed, but seen.
/// `committed`: statements that have run already, before the transaction.
Trial try_out(pg::Connection& connection, const diff::Plan& plan, const std::set<std::string>& committed,
              SampleRows& samples, InTheWay in_the_way);

} // namespace headstart::prove
