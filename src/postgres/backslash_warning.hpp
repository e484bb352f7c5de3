#pragma once

#include "database/migration.hpp"
#include "diag/reporter.hpp"
#include "pg/connection.hpp"

#include <span>

namespace headstart::postgres {

/// Where standard_conforming_strings is off for the role or the database, a backslash in '…' begins an escape
/// (manual, "String Constants"): what was written for any other database means something else there. A
/// warning for each migration, with the lines; none where the file says itself how it is meant.
void warn_of_backslashes(const pg::Connection& connection, std::span<const database::Migration> migrations,
                         diag::Reporter& reporter);

} // namespace headstart::postgres
