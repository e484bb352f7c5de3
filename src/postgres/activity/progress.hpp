#pragma once

#include "base/wait.hpp"
#include "pg/connection.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace headstart::postgres {

/// What a session runs at the moment, as another one sees it.
struct Activity {
    std::string query; ///< the statement alone, of several in a flight; cut by the server when it is long
    base::milliseconds elapsed{0};
    std::string phase;     ///< "building index: scanning table"; empty for statements that report no progress
    std::int64_t done = 0; ///< of `total`, in whatever the phase counts: blocks, rows, bytes, sessions
    std::int64_t total = 0;         ///< 0: not known
    bool waits_for_standby = false; ///< a COMMIT that is done here, for a synchronous one to have it, too
};

/// What the session `pid` of this database and user runs; nothing if it runs nothing. Asks as many of the
/// progress views as the server has. Throws as pg::Connection::exec does.
std::optional<Activity> read_activity(pg::Connection& connection, int pid);

} // namespace headstart::postgres
