#pragma once

#include "database/other_history.hpp"
#include "pg/connection.hpp"
#include "postgres/trust.hpp"

#include <vector>

/// Reads what other tools keep of what they have applied: a row of a table each (other_rows.cpp).
namespace headstart::postgres {

/// In a transaction that changes nothing, and only where reading it runs nobody's code. Throws diag::Error
/// (untrusted_relation).
pg::Result ask_other_history(pg::Connection& connection, const database::OtherHistory& history,
                             const TrustedNames& trusted);

std::vector<database::OtherRow> read_other_rows(const pg::Result& result);

} // namespace headstart::postgres
