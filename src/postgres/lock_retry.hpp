#pragma once

#include "base/wait.hpp"
#include "database/failures.hpp"
#include "diag/reporter.hpp"

#include <functional>
#include <string>

namespace headstart::postgres {

/// For how long a migration that gave way is tried again, and what may end that.
struct RetryPatience {
    base::milliseconds budget{0};
    base::WaitContext stop = base::WaitContext::none();
    /// Adds to the error of each attempt, as notes, what else is known of it: who was in the way.
    std::function<void(database::Refused& error)> explain;
    diag::Reporter& reporter;
};

/// Runs `transaction`, and runs it again after a pause, with back-off and jitter, while it is refused for a
/// transient reason (a lock not had within lock_timeout, a deadlock, a serialization failure) and the budget
/// lasts. In the pauses the traffic that queued behind the migration gets
/// through: that is what lock_timeout is for. Throws the last error, with a note of how often it was tried.
void with_retries(const std::string& doing, const RetryPatience& patience,
                  const std::function<void()>& transaction);

} // namespace headstart::postgres
