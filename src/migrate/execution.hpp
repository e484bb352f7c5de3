#pragma once

#include "database/session.hpp"
#include "migrate/goal.hpp"
#include "migrate/run_options.hpp"
#include "scripts/script_directory.hpp"

#include <cstddef>
#include <vector>

namespace headstart::migrate {

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
                    const RunOptions& options);

/// Takes the lock, whoever has it and whatever it is needed for; version table and journal exist afterwards.
void lock_and_create_tables(database::Session& session, const LockPatience& patience);

} // namespace headstart::migrate
