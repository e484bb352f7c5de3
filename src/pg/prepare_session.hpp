#pragma once

#include "pg/connection.hpp"
#include "pg/obstacle.hpp"
#include "pg/startup.hpp"

#include <optional>
#include <string>

namespace headstart::pg {

/// What is left to be done when a session has been let in: that it speaks UTF-8, that what its start-up
/// packet did not carry can be set in it, and that it may write, if that is needed. Asks nothing that the
/// server has said by itself. Returns what stands in the way, also that there was no answer by the deadline.
std::optional<ConnectFailure> prepare_session(Connection& connection, const Startup& startup,
                                              StartupStage stage, bool needs_writable,
                                              base::Deadline deadline, const std::string& endpoint);

} // namespace headstart::pg
