#include "postgres/ended_statement.hpp"

#include "base/duration.hpp"
#include "base/text.hpp"
#include "pg/server_error.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace headstart::postgres {

using database::Migration;

namespace {

/// Whether the file has said something of statement_timeout before the statement at `place`, or in it.
bool sets_timeout(std::span<const Migration> migrations, const diag::Span& place) {
    return std::any_of(migrations.begin(), migrations.end(), [&](const Migration& migration) {
        return migration.source == place.source &&
               std::any_of(
                   migration.statements.begin(), migration.statements.end(),
                   [&](const sql::Statement& statement) {
                       return statement.begin <= place.begin &&
                              base::to_lower(migration.text_of(statement)).find("statement_timeout") !=
                                  std::string::npos;
                   });
    });
}

} // namespace

void explain_timeout(database::Refused& error, std::span<const Migration> migrations,
                     std::chrono::milliseconds ours) {
    const auto& problem = error.diagnostics().back();
    if (!problem.server || problem.server->sqlstate != pg::sqlstate::query_canceled || !problem.span) {
        return;
    }
    if (problem.message.find("user request") != std::string::npos) {
        error.add_note("somebody else ended the statement, as pg_cancel_backend() does");
    } else if (sets_timeout(migrations, *problem.span)) {
        error.add_note("the statement_timeout that ended it is one that the file sets itself");
    } else if (ours.count() > 0) {
        error.add_note(fmt::format("the statement_timeout that ended it is headstart's, {} "
                                   "(--statement-timeout, HEADSTART_STATEMENT_TIMEOUT, statement_timeout)",
                                   base::format_duration(ours)));
    } else {
        error.add_note("the statement_timeout that ended it is set by the options of the connection, by a "
                       "function, or by a pooler: headstart has none, and those of role and database do not "
                       "hold here");
    }
}

} // namespace headstart::postgres
