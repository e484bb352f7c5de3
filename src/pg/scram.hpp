#pragma once

#include "pg/handles.hpp"
#include "pg/obstacle.hpp"

#include <optional>
#include <string>

namespace headstart::pg {

/// While a session begins over a connection that is not encrypted: whether the server asks for a password
/// that is hashed so often (SCRAM's iteration count, RFC 5802) that libpq would be at it for minutes, deaf to
/// signals and deadlines. To be asked before libpq reads what has come.
std::optional<ConnectFailure> look_for_endless_hashing(PGconn* connection, const std::string& endpoint);

} // namespace headstart::pg
