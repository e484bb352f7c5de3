#pragma once

#include "diff/plan.hpp"
#include "pg/connection.hpp"

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace headstart::prove {

/// What came of a plan's steps.
struct Trial {
    std::vector<std::size_t> order;                ///< the steps that were done, as they were done
    std::map<std::size_t, pg::ServerError> failed; ///< and those that the server refused at last
};

/// Runs the steps in the transaction that the session is in. One that the server refuses is undone; it is
/// tried again when the others are done, for it may need what comes later: the body of a function is text, in
/// which the server sees no dependency.
/// `committed`: statements that have run already, before the transaction.
Trial try_out(pg::Connection& connection, const diff::Plan& plan, const std::set<std::string>& committed);

} // namespace headstart::prove
