#pragma once

#include "base/wait.hpp"
#include "database/activity_watch.hpp"
#include "database/session.hpp"
#include "pg/connect.hpp"

#include <chrono>
#include <memory>
#include <string>

namespace headstart::database {

struct SessionOptions {
    pg::ConnectOptions connect;
    std::chrono::milliseconds wait_timeout{0};      ///< for the database to be ready; 0: one attempt
    std::chrono::milliseconds reconnect_timeout{0}; ///< for it to be ready again, after a lost connection
    std::chrono::milliseconds lock_timeout{0}; ///< PostgreSQL's, for each migration; 0 leaves the server's
    std::chrono::milliseconds lock_retry_timeout{0}; ///< how long a migration that met it is tried again
    WatchOptions watch;
    std::string version_table = "alembic_version";
    std::string version_table_schema;
};

/// Waits until the database is ready and opens a session on it. Throws as pg::wait_for_server does.
std::unique_ptr<Session> open_session(const pg::Conninfo& conninfo, const SessionOptions& options,
                                      base::StopToken stop);

} // namespace headstart::database
