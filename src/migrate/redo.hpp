#pragma once

#include "database/session.hpp"
#include "migrate/runner.hpp"
#include "scripts/script_directory.hpp"

#include <string>

namespace headstart::migrate {

/// Down until this revision is undone, too (`-N`: so many, `base`: all), as downgrade() goes, and up again to
/// where the database was: what a developer does with the migration that is being written. Both ways are
/// parsed and checked before the first step runs, and one session does both, so that the lock is kept in
/// between. `applied` counts the way up; 0 where there is nothing to undo. Throws what downgrade() throws;
/// and where the way up fails, what that throws, with what is undone now.
Outcome redo(database::Session& session, const scripts::ScriptDirectory& scripts, const std::string& first,
             const RunOptions& options);

} // namespace headstart::migrate
