#pragma once

#include "database/session.hpp"
#include "migrate/run_options.hpp"
#include "revision/plan.hpp"
#include "scripts/script_directory.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace headstart::migrate {

struct Outcome {
    std::size_t applied = 0;
    /// A newer image has migrated; nothing was done, and a warning has said so.
    bool is_ahead = false;
};

/// Brings the database up to the targets, as typed: "head", "+1", "label@head". A database that is there
/// already is seen without the lock, and so is one that is ahead. A database that holds tables but no version
/// table is not touched: only its owner knows what it is at. Throws diag::Error: what had been applied before
/// it stays, and is noted.
Outcome upgrade(database::Session& session, const scripts::ScriptDirectory& scripts,
                const std::vector<std::string>& targets, const RunOptions& options);

/// Brings it down to the target.
Outcome downgrade(database::Session& session, const scripts::ScriptDirectory& scripts,
                  std::string_view target, const RunOptions& options);

/// What the two would run now, parsed and checked: takes no lock, changes nothing, and throws what they would
/// throw before the first migration runs.
std::vector<database::Migration> preview_upgrade(database::Session& session,
                                                 const scripts::ScriptDirectory& scripts,
                                                 const std::vector<std::string>& targets,
                                                 const RunOptions& options);
std::vector<database::Migration> preview_downgrade(database::Session& session,
                                                   const scripts::ScriptDirectory& scripts,
                                                   std::string_view target);

/// Changes the version rows alone. With `purge` they are deleted first, whatever they are. The targets are
/// read once, as an upgrade's are. `known_from` is what the journal says in the place of a message: from
/// where it is known that they are applied.
void stamp(database::Session& session, const scripts::ScriptDirectory& scripts,
           const std::vector<std::string>& targets, bool purge, const RunOptions& options,
           const std::string& known_from = {});

/// The version table and the journal exist afterwards.
void ensure_version(database::Session& session, const RunOptions& options);

} // namespace headstart::migrate
