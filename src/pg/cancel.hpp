#pragma once

#include "base/wait.hpp"
#include "pg/handles.hpp"

namespace headstart::pg {

/// Asks the server to cancel what the connection runs, over a connection of its own (manual, "libpq:
/// Canceling Queries in Progress"), and waits until the request is delivered or the deadline has come. No
/// answer is promised: the statement may have ended meanwhile, or be past cancelling.
void request_cancel(PGconn* connection, base::Deadline deadline);

} // namespace headstart::pg
