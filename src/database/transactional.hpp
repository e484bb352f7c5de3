#pragma once

#include "database/journal.hpp"
#include "database/version_table.hpp"

#include <chrono>
#include <cstdint>
#include <span>

namespace headstart::database {

/// What the executors need: the session's connection and where its tables are.
struct Target {
    pg::Connection& connection;
    const VersionTable& version_table;
    const Journal& journal;
    std::chrono::milliseconds lock_timeout; ///< PostgreSQL's, for each migration; 0 leaves the server's
    std::int64_t lock_key;
    bool is_pooled; ///< a pooler stands between, and took none of our start-up options
};

/// Runs migrations, their version rows and their journal rows in one transaction. Where no COPY is among
/// them, all of it goes to the server in one flight (libpq's pipeline mode). Throws diag::Error, PlanOutdated
/// if the version rows are others; nothing of the transaction is left then, whatever is thrown.
void apply_in_transaction(const Target& target, std::span<const Migration> migrations);

/// Gives the session back to itself in the middle of a transaction: role, search_path and time-outs that a
/// migration set must reach neither our own rows nor the next migration. RESET ALL returns to what the
/// connection began with.
std::vector<pg::Command> reset_session();

/// BEGIN with what must be true whatever the role's or database's defaults are.
pg::Command begin_transaction();
/// After a refusal the session may still be in the failed transaction. Best effort: closing it does the same.
void roll_back(pg::Connection& connection);

enum class SettingScope { transaction, session };

/// The settings a migration runs under: lock_timeout, and behind a pooler what the start-up packet could not
/// carry.
std::vector<pg::Command> session_settings(const Target& target, SettingScope scope);

/// lock_timeout; nothing for 0.
std::vector<pg::Command> set_lock_timeout(std::chrono::milliseconds timeout, SettingScope scope);

} // namespace headstart::database
