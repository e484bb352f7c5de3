#pragma once

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
/// - What cannot run in a transaction, and DO and CALL, which may commit inside, run alone; their progress
/// follows.
///   No snapshot of ours is open while they run, which CREATE INDEX CONCURRENTLY would wait for.
///
/// A run that ended half-way goes on behind the last step that is known to be done, with the session settings
/// (SET) of the steps before it. Version rows and the journal's last word are one transaction. Throws
/// diag::Error; the journal keeps what was done.
void apply_stepwise(const Target& target, const Migration& migration);

} // namespace headstart::database
