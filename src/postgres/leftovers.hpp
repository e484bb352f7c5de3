#pragma once

#include "database/session.hpp"
#include "pg/result.hpp"
#include "pg/wire.hpp"

#include <vector>

namespace headstart::postgres {

/// What statements that failed, or were never finished, have left in the schemas of users: indexes that are
/// not valid, constraints that are not, partitions that are half detached. The first few of each schema's
/// order.
pg::Command look_for_leftovers();

std::vector<database::Leftover> read_leftovers(const pg::Result& result);

} // namespace headstart::postgres
