#pragma once

#include "database/session.hpp"
#include "pg/result.hpp"
#include "postgres/version_table.hpp"

#include <vector>

namespace headstart::postgres {

/// Looks, in all schemas, for what keeps a history of migrations and is not this table: another version table
/// of Alembic's form, and the tables of other tools, told by their names and columns.
pg::Command look_for_histories(const VersionTable& except);
std::vector<database::OtherHistory> read_histories(const pg::Result& result);

} // namespace headstart::postgres
