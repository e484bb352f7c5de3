#pragma once

#include "database/session.hpp"
#include "migrate/acquire_lock.hpp"
#include "migrate/goal.hpp"
#include "scripts/script_directory.hpp"

#include <cstddef>
#include <functional>
#include <optional>
#include <vector>

namespace headstart::migrate {

struct ExecutionOptions {
    LockPatience lock;
    base::milliseconds readiness_timeout{0}; ///< as of RunOptions
    bool transaction_per_migration = true;
};

/// What is to be run on a database that stands so: planned, parsed and checked. Throws before anything has
/// been created: for a mistake in a file, and for a database that holds tables but was never migrated.
std::vector<database::Migration> prepare_for(database::Session& session,
                                             const scripts::ScriptDirectory& scripts,
                                             const database::Standing& standing, const Planner& plan);

/// Applies under the lock what the planner finds missing. A database that is there already is seen without
/// it.
///
/// A connection that is lost under way is made anew, and the database looked at again: what had been
/// committed stands in its version rows, whatever answer was lost. The same is done when somebody else
/// changed the rows. Returns the number of migrations applied.
std::size_t execute(database::Session& session, const scripts::ScriptDirectory& scripts, const Planner& plan,
                    const ExecutionOptions& options);

/// Takes the lock, whoever has it and whatever it is needed for; version table and journal exist afterwards.
void lock_and_create_tables(database::Session& session, const LockPatience& patience);

/// Until when who waits goes on waiting, whatever ends the session under a look at the database.
struct Persistence {
    /// Asked at each loss; nothing: no longer than for any other work.
    std::function<std::optional<base::Deadline>()> until = [] { return std::nullopt; };
    base::WaitContext stop = base::WaitContext::none();
};

/// Runs `attempt`, and again on a new session each time the connection is lost under way. `attempt` begins by
/// looking where the database stands. Throws the loss itself when the same work is lost three times: whatever
/// runs then may well be what brings the server down. A look is no such work, and is begun again until the
/// persistence is over.
void across_reconnects(database::Session& session, const std::function<void()>& attempt,
                       const Persistence& persistence = {});

/// The same, and again when the database is no longer where the attempt had read it (PlanOutdated), unless it
/// stands still.
void until_undisturbed(database::Session& session, const std::function<void()>& attempt,
                       const Persistence& persistence = {});

} // namespace headstart::migrate
