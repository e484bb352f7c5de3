#pragma once

#include "pg/connection.hpp"
#include "sql/statement.hpp"

namespace headstart::database {

/// Makes way for a CREATE INDEX CONCURRENTLY that an earlier run may have begun: the index that a build left
/// INVALID is dropped, concurrently (manual, "CREATE INDEX: Building Indexes Concurrently"). Returns true if
/// the statement is done already: the index is there and valid.
bool clear_leftovers(pg::Connection& connection, const sql::Statement& statement);

} // namespace headstart::database
