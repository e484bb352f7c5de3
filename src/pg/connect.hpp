#pragma once

#include "base/wait.hpp"
#include "diag/reporter.hpp"
#include "pg/connection.hpp"
#include "pg/conninfo.hpp"
#include "pg/obstacle.hpp"

#include <string_view>
#include <variant>

namespace headstart::pg {

struct ConnectOptions {
    base::milliseconds connect_timeout{
        10'000};                ///< for each address, since libpq's own is only for blocking calls
    bool needs_writable = true; ///< a standby or read-only database is an obstacle
    diag::Reporter& reporter = diag::nobody(); ///< who hears what is waited for
};

/// One attempt: every host of the conninfo in turn, every address of each. A host that cannot be reached
/// gives way to the next; one that answers with a lasting refusal ends the attempt (as in libpq: manual,
/// "Specifying Multiple Hosts"). Name look-up, connecting and authentication all give way to the stop token.
std::variant<Connection, ConnectFailure> try_connect(const Conninfo& conninfo, const ConnectOptions& options,
                                                     const base::WaitLimits& limits);

} // namespace headstart::pg
