#pragma once

#include "database/lock_retry.hpp"
#include "database/transactional.hpp"

namespace headstart::database {

/// Statements [begin, end) that are done or not done together.
struct Unit {
    std::size_t begin;
    std::size_t end;
};

/// The unit that starts at `begin`: one statement, or a block up to its COMMIT.
Unit unit_at(const std::vector<sql::Statement>& statements, std::size_t begin);

/// Runs a migration that is not transactional, keeping its progress in the journal.
///
/// - A statement that can run in a transaction commits together with its progress: never lost, never twice.
/// - A BEGIN … COMMIT of the file's own is one step; its progress goes in before its COMMIT.
/// - What cannot run in a transaction, and CALL and DO that may commit inside, runs alone. What the catalogue
/// held
///   is noted before it (database/interrupted.hpp), its progress follows. No snapshot of ours is open
///   meanwhile, which CREATE INDEX CONCURRENTLY would wait for.
///
/// What gives way to a lock is run again as long as `patience` has it, except what may have committed a part.
/// A run that ended half-way goes on behind the last step that is known to be done, with the session settings
/// (SET) of the steps before it. Version rows and the journal's last word are one transaction. Throws
/// diag::Error, the journal keeps what was done; PlanOutdated; what pg/ throws.
void apply_stepwise(const Target& target, const Migration& migration, const RetryPatience& patience);

} // namespace headstart::database
