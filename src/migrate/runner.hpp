#pragma once

#include "database/session.hpp"
#include "migrate/upgrade_lock.hpp"
#include "scripts/script_directory.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace headstart::migrate {

struct RunOptions {
    LockPatience lock;
    bool transaction_per_migration =
        true; ///< false: as many as follow one another go into one, as in Alembic
};

struct Outcome {
    std::size_t applied = 0;
    std::vector<std::string> rows; ///< of the version table, before
};

/// Brings the database up to the targets, as typed: "head", "+1", "label@head". A database that is there
/// already is seen without the lock. Throws diag::Error: what had been applied before it stays, and is noted.
Outcome upgrade(database::Session& session, const scripts::ScriptDirectory& scripts,
                const std::vector<std::string>& targets, const RunOptions& options);

/// Brings it down to the target.
Outcome downgrade(database::Session& session, const scripts::ScriptDirectory& scripts,
                  std::string_view target, const RunOptions& options);

/// Changes the version rows alone. With `purge` they are deleted first, whatever they are.
void stamp(database::Session& session, const scripts::ScriptDirectory& scripts,
           const std::vector<std::string>& targets, bool purge, const RunOptions& options);

/// The version table and the journal exist afterwards.
void ensure_version(database::Session& session, const RunOptions& options);

} // namespace headstart::migrate
