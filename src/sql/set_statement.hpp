#pragma once

#include "sql/statement_traits.hpp"

// NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming): libpg_query's names
struct PgQuery__VariableSetStmt;
struct PgQuery__SelectStmt;
struct PgQuery__TransactionStmt;

// NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming)

namespace headstart::sql {

/// What SET, RESET and their kin change: the session, the transaction, or whose rights both have.
StatementTraits traits_of_set(const PgQuery__VariableSetStmt& statement);

/// The same of a SELECT that does nothing but call set_config(), as pg_dump writes it; no traits of any
/// other.
StatementTraits traits_of_set_config(const PgQuery__SelectStmt& statement);

/// Whether BEGIN or START TRANSACTION says READ ONLY.
bool begins_read_only(const PgQuery__TransactionStmt& statement);

} // namespace headstart::sql
