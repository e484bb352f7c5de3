#pragma once

#include "pg/connection.hpp"
#include "postgres/command_list.hpp"

#include <span>

namespace headstart::postgres {

/// Runs migrations, their version rows and their journal rows in one transaction. They must be transactional.
/// Throws as run_list() does; nothing of the transaction is left then, whatever is thrown.
void apply_in_transaction(pg::Connection& connection, const Ledger& ledger,
                          std::span<const Migration> migrations);

} // namespace headstart::postgres
