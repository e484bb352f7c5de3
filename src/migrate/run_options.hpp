#pragma once

#include "base/wait.hpp"
#include "migrate/acquire_lock.hpp"

#include <cstddef>
#include <functional>
#include <string>

namespace headstart::migrate {

/// How a run goes about its work, whatever that is.
struct RunOptions {
    LockPatience lock;
    /// How long a look at the database is begun anew whatever ends its session; 0: three times in all.
    base::milliseconds readiness_timeout{0};
    /// False: as many migrations as follow one another go into one transaction, as in Alembic.
    bool transaction_per_migration = true;
    /// A database that a newer image has migrated is an error, not a warning.
    bool refuses_ahead = false;
    /// What this run had committed and a failover has lost is an error, and not run again.
    bool refuses_lost_commits = false;
    /// Before a migration is tried again that the server went down under, the first time; see crashes.hpp.
    base::milliseconds crash_pause{0};
    /// What a database with tables and without a version table is taken for: "base", or a revision as typed.
    /// Empty: it is refused.
    std::string adopt_as = {};
    /// Hears at each commit how many revisions this run has applied: an error does not tell. May be empty.
    std::function<void(std::size_t)> on_commit = {};
};

} // namespace headstart::migrate
