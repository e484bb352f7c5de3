#pragma once

#include "pg/connection.hpp"

#include <functional>
#include <string>

namespace headstart::pg {

/// What stands between us and the server.
enum class Pooling {
    none,        ///< the server itself, or a proxy that passes everything on
    session,     ///< a pooler that leaves us our server connection until we go
    transaction, ///< each of our transactions may run on another server connection
};

/// A pooler has its own idea of our process id: it answers the start-up packet itself, with a cancel key of
/// its own making. `server_pid` is what pg_backend_pid() said in this session.
inline bool is_pooled(const Connection& connection, const std::string& server_pid) {
    return server_pid != std::to_string(connection.backend_pid());
}

/// Tells the two kinds of pooler apart by trying: only a pooler of transactions ever gives two clients the
/// same server connection, or one client two. `connect` makes a second connection by the same URL, within the
/// patience it is given. Where no answer comes in time, the more careful one is assumed: transaction.
Pooling probe_pooling(Connection& connection,
                      const std::function<Connection(base::milliseconds patience)>& connect);

} // namespace headstart::pg
