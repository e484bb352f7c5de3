#pragma once

#include "database/failures.hpp"
#include "database/migration.hpp"
#include "pg/server_error.hpp"
#include "postgres/version_table.hpp"
#include "sql/parse_only.hpp"
#include "sql/syntax_error.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace headstart::postgres {

/// What the server said about a statement of a file, shown in the file.
database::Refused statement_failed(const database::Migration& migration, std::size_t number,
                                   const pg::ServerError& error);

/// A statement without a place in it: up to the end of its first line.
diag::Span first_line_of(const database::Migration& migration, const sql::Statement& statement);

/// The file is another one than it was when it was looked at.
diag::Error file_changed(const database::Migration& migration);

/// The statement has passed over an index that is there and not valid: "public.ix".
database::Refused invalid_index_passed_over(const database::Migration& migration, std::size_t number,
                                            const std::string& index);

/// What the server's scanner and grammar said about a statement, if that was it: no other error counts that
/// it may raise for a statement whose turn has not come.
std::optional<sql::SyntaxError> as_syntax_error(const std::optional<pg::ServerError>& error,
                                                const sql::ParseOnly& asked);

/// What the server said about a statement of ours.
database::Refused server_failed(const pg::ServerError& error, const std::string& doing);
/// The same while a session did that: a look needs fewer rights than a change.
database::Refused server_failed(const pg::ServerError& error, const database::Work& work);

database::SessionLost connection_lost(const pg::ConnectionLost& lost, const database::Work& work);
/// The same, in a statement of a migration, from 0; behind the last, in what ends the migration.
database::SessionLost connection_lost_in(const pg::ConnectionLost& lost, const database::Migration& migration,
                                         std::size_t statement);

/// The answer is none to what was asked.
diag::Error unexpected_answer(const pg::UnexpectedAnswer& answer, const database::Work& work);

/// A look of ours had no answer within `timeout` (exit code 3).
diag::Error answer_overdue(const database::Work& work, std::chrono::milliseconds timeout);

/// The version rows are not those `migration` was planned from, or those that a stamp was: then it is null.
/// `note` says more where more is known.
database::PlanOutdated plan_outdated(const database::Migration* migration, const VersionTable& table,
                                     const std::string& note);

/// Our tables are no longer what they were when they were looked at.
diag::Error trust_lost(const VersionTable& table);

/// One of our tables was there, and when `migration` had run it was not any more.
diag::Error tables_moved(const database::Migration& migration, const VersionTable& table,
                         const pg::ServerError& error);

/// When `migration` had run, the session spoke another encoding than its file's.
diag::Error encoding_changed(const database::Migration& migration);

/// They were, and when `migration` had run they were not any more.
diag::Error rows_disturbed(const database::Migration* migration, const VersionTable& table);

} // namespace headstart::postgres
