#pragma once

#include "database/migration.hpp"
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

diag::Error connection_lost(const pg::ConnectionLost& lost, const std::string& doing);

/// "applying revision 3f2a (up)".
std::string describe(const Migration& migration);

} // namespace headstart::database
