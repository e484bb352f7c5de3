#pragma once

#include "pg/connection.hpp"
#include "postgres/command_list.hpp"

#include <functional>
#include <vector>

namespace headstart::postgres {

/// Sends a list, in as few flights (libpq's pipeline mode) as it can: what speaks the COPY protocol goes by
/// itself. The commands of a list belong to one transaction, or are each their own where it holds no BEGIN.
/// Returns a result for each command of ours.
///
/// Throws what the refusal of a command means by its purpose: database::Refused at the place in the file,
/// database::PlanOutdated; as pg::Connection does else. Nothing is rolled back: see roll_back().
std::vector<pg::Result> run_list(pg::Connection& connection, const Ledger& ledger, const CommandList& list);

/// Of a list that is a transaction: nothing of it is left where it is refused.
void run_transaction(pg::Connection& connection, const Ledger& ledger, const CommandList& list);

/// Of a list of transactions, one behind the other: nothing of the one that is refused is left, and none
/// behind it has run. `committed` hears of each that is.
void run_flight(pg::Connection& connection, const Ledger& ledger, const CommandList& list,
                const std::function<void()>& committed);

/// The answer of a question that reads the journal, where that may be read (trust.hpp).
pg::Result ask_journal(pg::Connection& connection, const Ledger& ledger, const pg::Command& question);

/// After a refusal the session may still be in the failed transaction. A connection that is lost has rolled
/// back already; no other error is passed over.
void roll_back(pg::Connection& connection);

} // namespace headstart::postgres
