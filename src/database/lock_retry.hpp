#pragma once

#include "base/wait.hpp"
#include "diag/diagnostic.hpp"

#include <functional>
#include <string>

namespace headstart::database {

/// For how long a migration that gave way is tried again, and what may end that.
struct RetryPatience {
    base::milliseconds budget{0};
    base::StopToken stop = base::StopToken::none();
    /// Adds to the error of each attempt, as notes, what else is known of it: who was in the way.
    std::function<void(diag::Error& error)> explain = [](diag::Error&) {};
};

/// True for what passes by itself: a lock not had within lock_timeout (55P03), a deadlock (40P01), a
/// serialization failure (40001). The whole transaction is rolled back then and may be run again.
bool is_transient(const diag::Error& error);

/// Runs `transaction`, and runs it again after a pause, with back-off and jitter, while it fails for a
/// transient reason and the budget lasts. In the pauses the traffic that queued behind the migration gets
/// through: that is what lock_timeout is for. Throws the last error, with a note of how often it was tried.
void with_retries(const std::string& doing, const RetryPatience& patience,
                  const std::function<void()>& transaction);

} // namespace headstart::database
