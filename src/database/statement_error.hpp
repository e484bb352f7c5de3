#pragma once

#include "database/migration.hpp"
#include "database/session.hpp"
#include "database/version_table.hpp"
#include "diag/diagnostic.hpp"
#include "pg/server_error.hpp"

#include <cstddef>
#include <string>

namespace headstart::database {

/// What the server said about a statement of a file, shown in the file.
diag::Error statement_failed(const Migration& migration, const sql::Statement& statement,
                             const pg::ServerError& error);

/// What the server said about a statement of ours.
diag::Error server_failed(const pg::ServerError& error, const std::string& doing);

SessionLost connection_lost(const pg::ConnectionLost& lost, const std::string& doing);

/// The version rows are not those `migration` was planned from; `note` says more where more is known.
PlanOutdated plan_outdated(const Migration& migration, const VersionTable& table, const std::string& note);

/// They were, and when `migration` had run they were not any more.
diag::Error rows_disturbed(const Migration& migration, const VersionTable& table);

/// "applying revision 3f2a (up)".
std::string describe(const Migration& migration);

} // namespace headstart::database
