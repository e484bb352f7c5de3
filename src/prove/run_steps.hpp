#pragma once

#include "diff/plan.hpp"
#include "pg/connection.hpp"

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace headstart::prove {

/// A statement that the server did not take.
struct RefusedStatement {
    std::string sql;
    pg::ServerError error;
};

/// Runs the statements of a plan, one after the other, but for those that have been committed already; ends
/// at the first that is refused.
std::optional<RefusedStatement> run_steps(pg::Connection& connection, const std::vector<diff::Step>& steps,
                                          const std::set<std::string>& committed = {});

} // namespace headstart::prove
