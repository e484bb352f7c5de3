#pragma once

#include "base/wait.hpp"
#include "database/session.hpp"

#include <functional>

namespace headstart::migrate {

/// How long to wait for another upgrader, and what may end the wait.
struct LockPatience {
    base::milliseconds timeout{0};
    base::WaitContext stop = base::WaitContext::none();
};

enum class LockOutcome { acquired, not_needed };

/// Polls for the lock with back-off and jitter. Between two tries the waiter holds no transaction and no
/// snapshot: one that blocked inside pg_advisory_lock() would be waited for by the lock holder's CREATE INDEX
/// CONCURRENTLY, and both end in "deadlock detected". `is_done` is asked before each new try whether the
/// other upgrader has done our work already, so that a herd does not file through the lock one by one. Throws
/// diag::Error (not_locked, exit code 4), naming the holder; base::Stopped. `deadline` is when the patience
/// ends: who has lost the session meanwhile goes on waiting, and does not begin anew.
LockOutcome acquire_lock(database::Session& session, const LockPatience& patience,
                         const base::Deadline& deadline, const std::function<bool()>& is_done);

} // namespace headstart::migrate
