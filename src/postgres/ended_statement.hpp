#pragma once

#include "database/failures.hpp"
#include "database/migration.hpp"
#include "postgres/time_limits.hpp"

#include <span>
#include <string_view>

namespace headstart::postgres {

/// A note of errors that are not the statement's own: nothing that holds for its locks holds for them.
inline constexpr std::string_view k_while_clearing_up =
    "while clearing up what an earlier run left behind here";

/// Adds to an error that says that a statement was ended by lock_timeout or statement_timeout how long that
/// was, and who has set it: the file itself, headstart, or the session's role, database or URL. Nothing to
/// any other error. `lock_timeout`: of the try that failed; 0 where it had none of its own.
/// `concurrently_timeout`: what may wait long had in its place.
void explain_timeout(database::Refused& error, std::span<const database::Migration> migrations,
                     const TimeLimits& limits, base::milliseconds lock_timeout,
                     base::milliseconds concurrently_timeout);

} // namespace headstart::postgres
