#pragma once

#include "diag/diagnostic.hpp"
#include "pg/connect.hpp"

namespace headstart::pg {

/// There is a server, and no such database: who may create it acts on that.
class UnknownDatabase : public diag::Error {
public:
    using diag::Error::Error;
};

/// Tries until a session stands. Passing obstacles are waited for, with back-off, until `patience` has gone
/// by since the call (zero: one attempt); what stands in the way is logged when it changes and every ten
/// seconds.
///
/// Throws diag::Error: exit code 3 when the time was over, 1 at once for a lasting refusal, 2 for settings
/// that no server could accept; as UnknownDatabase where that is why. Throws base::Stopped.
Connection wait_for_server(const Conninfo& conninfo, const ConnectOptions& options,
                           base::milliseconds patience, base::WaitContext stop);

} // namespace headstart::pg
