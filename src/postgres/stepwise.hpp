#pragma once

#include "diag/reporter.hpp"
#include "pg/connection.hpp"
#include "postgres/command_list.hpp"
#include "postgres/lock_retry.hpp"

#include <cstdint>
#include <functional>

namespace headstart::postgres {

/// What the run needs of the session it is in.
struct StepwiseSession {
    pg::Connection& connection;
    Ledger ledger; ///< with the longest lock_timeout
    std::int64_t lock_key;
    const RetryPatience& patience;
    diag::Reporter& reporter;
    std::function<void(const Try& one)> begin_try; ///< is told of each
};

/// Runs a migration that is not transactional, unit by unit (unit_commands.hpp), keeping its progress in the
/// journal.
///
/// What gives way to a lock is run again as long as `patience` has it, except what may have committed a part.
/// A run that ended half-way goes on behind the last unit that is known to be done, with the session settings
/// (SET) of the units before it; what was interrupted in the middle is judged by what the catalogue holds
/// (interrupted.hpp). Version rows and the journal's last word are one transaction. Throws diag::Error, the
/// journal keeps what was done; PlanOutdated; SessionLost with the statement; what pg/ throws else.
void apply_stepwise(const StepwiseSession& session, const Migration& migration);

/// Clears up behind the first statement of a migration that was begun outside a transaction, was refused
/// there and is transactional now. Throws as apply_stepwise().
void clear_leftover(const StepwiseSession& session, const Migration& migration);

} // namespace headstart::postgres
