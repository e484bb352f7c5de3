#pragma once

#include "database/failures.hpp"
#include "database/migration.hpp"

#include <chrono>
#include <span>

namespace headstart::postgres {

/// Adds whose time-out it was to an error that says that a statement was ended by one: the file's own, that
/// of the settings (`ours`, 0 if none), or that of role, database or URL. Nothing to any other error.
void explain_timeout(database::Refused& error, std::span<const database::Migration> migrations,
                     std::chrono::milliseconds ours);

} // namespace headstart::postgres
