#pragma once

#include "base/wait.hpp"
#include "database/session_options.hpp"
#include "diag/reporter.hpp"
#include "pg/connection.hpp"

#include <string>

namespace headstart::postgres {

/// lock_timeout or statement_timeout, as it holds for a migration.
struct TimeLimit {
    base::milliseconds value{0}; ///< 0: none
    bool is_ours = false;        ///< of the settings; else of what follows
    std::string set_by;          ///< "ALTER ROLE app SET": what the session has it from
};

/// Of headstart's settings and of what the session began with (role, database, server's configuration,
/// options of the URL) the stricter.
struct TimeLimits {
    TimeLimit lock;
    TimeLimit statement;
};

/// Asks what the session began with: one round trip.
TimeLimits read_time_limits(pg::Connection& connection, const database::SessionOptions& options);

/// Where a setting of headstart's is 0, or wider than what the session has.
void tell_stricter_limits(const TimeLimits& limits, const database::SessionOptions& options,
                          diag::Reporter& reporter);

} // namespace headstart::postgres
