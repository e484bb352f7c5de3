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
    /// Adds to the error of each try, as notes, what else is known of it: who was in the way.
    std::function<void(database::Refused& error)> explain;
    diag::Reporter& reporter;
    base::milliseconds longest_lock_timeout{0}; ///< of a try; 0: what the session has
};

/// One of several times that something is tried.
struct Try {
    int number = 1;
    base::milliseconds lock_timeout{0}; ///< of this one; 0: what the session has
};

/// Runs `transaction`, and runs it again after a pause while it is refused for a transient reason (a lock not
/// had within lock_timeout, a deadlock, a serialization failure) and the budget lasts. Throws the last error,
/// with a note of how often it was tried.
///
/// Who waits for a strong lock keeps everybody waiting who comes behind, and who has taken some holds them
/// until the whole transaction is rolled back. So the first try gives up soon, each further one later, up to
/// `longest_lock_timeout`; and each pause is nine times what the try has taken, so that traffic is held up
/// for a tenth of the time at most. All of it with jitter, or else several would meet again and again.
void with_retries(const std::string& doing, const RetryPatience& patience,
                  const std::function<void(const Try&)>& transaction);

} // namespace headstart::postgres
