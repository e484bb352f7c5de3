#include "postgres/statement_error.hpp"

#include "base/duration.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "diag/codes.hpp"
#include "postgres/dump_hints.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace headstart::postgres {

using database::Migration;
using database::PlanOutdated;
using database::Refused;
using database::SessionLost;
using database::Work;

namespace {

Refused::Cause cause_of(const pg::ServerError& error) {
    if (error.is(pg::sqlstate::lock_not_available)) {
        return Refused::Cause::lock_not_had;
    }
    if (error.is(pg::sqlstate::deadlock_detected)) {
        return Refused::Cause::deadlock;
    }
    if (error.is(pg::sqlstate::active_sql_transaction)) {
        return Refused::Cause::not_in_transaction;
    }
    return error.is(pg::sqlstate::serialization_failure) ? Refused::Cause::serialization
                                                         : Refused::Cause::other;
}

diag::Diagnostic from_server(const pg::ServerError& error) {
    diag::Diagnostic problem;
    problem.code = diag::code::statement_failed;
    problem.message = error.message;
    problem.server = diag::ServerFields{error.sqlstate, error.detail, error.hint, error.context};
    return problem;
}

/// libpq closes the connection itself when it does not understand what came: only its words tell.
SessionLost::End end_of(const pg::ConnectionLost& lost) {
    using Cause = pg::ConnectionLost::Cause;
    // An operator's intervention, a time-out of idle sessions, a pooler's word. Any other error that ends the
    // session may be the server's last (PANIC).
    constexpr std::array<std::string_view, 3> k_told{"57P", "25P", "08P"};
    if (lost.cause() == Cause::ended_by_server && lost.sqlstate() != pg::sqlstate::crash_shutdown &&
        std::any_of(k_told.begin(), k_told.end(),
                    [&](std::string_view prefix) { return lost.sqlstate().starts_with(prefix); })) {
        return SessionLost::End::told;
    }
    constexpr std::array<std::string_view, 6> k_ends{"closed",    "reset", "Broken pipe",
                                                     "timed out", "EOF",   "aborted"};
    const std::string_view words = lost.what();
    const bool was_closed = lost.cause() == Cause::ended_by_server || lost.cause() == Cause::no_answer ||
                            std::any_of(k_ends.begin(), k_ends.end(), [&](std::string_view end) {
                                return words.find(end) != std::string_view::npos;
                            });
    return was_closed ? SessionLost::End::silent : SessionLost::End::nonsense;
}

/// The word or operator at a place, for the underline.
std::size_t length_of_token(std::string_view text) {
    const auto end = text.find_first_of(" \t\r\n;,()");
    return std::max<std::size_t>(1, std::min(end, text.size()));
}

} // namespace

diag::Span first_line_of(const Migration& migration, const sql::Statement& statement) {
    const auto text = migration.text_of(statement);
    return {migration.source, statement.begin,
            statement.begin + std::min(text.find_first_of("\r\n"), text.size())};
}

Refused statement_failed(const Migration& migration, std::size_t number, const pg::ServerError& error) {
    const auto statement = migration.statements[number];
    auto problem = from_server(error);
    problem.path = {describe(work_of(migration))};
    problem.subject = subject_of(work_at(migration, number));
    const auto text = migration.text_of(statement);
    if (error.position) {
        const auto offset = base::byte_offset_of_character(text, *error.position - 1);
        const auto begin = statement.begin + std::min(offset, text.size());
        problem.span = diag::Span{migration.source, begin,
                                  begin + length_of_token(text.substr(begin - statement.begin))};
    } else {
        problem.span = first_line_of(migration, statement);
    }
    problem.hint = hint_for_dump(text, error).value_or("");
    if (!error.internal_query.empty()) {
        problem.notes.push_back(fmt::format("in the query: {}", error.internal_query));
    }
    if (error.is(pg::sqlstate::character_not_in_repertoire) ||
        error.is(pg::sqlstate::untranslatable_character)) {
        problem.notes.emplace_back(
            "if nothing of the statement's own is amiss: the server may have failed at sending "
            "an error that quotes such bytes, and has that one in its log");
    }
    if (migration.transactional && (error.is(pg::sqlstate::active_sql_transaction) ||
                                    error.is(pg::sqlstate::invalid_transaction_termination))) {
        problem.hint = "it cannot run inside a transaction: write `transaction:false` behind the section's "
                       "marker; best in a revision of its own";
    }
    return {cause_of(error), std::move(problem)};
}

diag::Error file_changed(const Migration& migration) {
    diag::Diagnostic problem;
    problem.code = diag::code::bad_folder;
    problem.message = fmt::format("{} has been changed while revision {} ran", migration.source->path,
                                  migration.revision().id);
    problem.path = {describe(work_of(migration))};
    problem.hint = "run headstart once more, when nobody writes into the folder: what ran is rolled back";
    return {diag::ExitCode::failed, std::move(problem)};
}

Refused invalid_index_passed_over(const Migration& migration, std::size_t number, const std::string& index) {
    diag::Diagnostic problem;
    problem.code = diag::code::statement_failed;
    problem.message = fmt::format("the index {} is there already, and is not valid: no query uses it", index);
    problem.path = {describe(work_of(migration))};
    problem.subject = subject_of(work_at(migration, number));
    problem.span = first_line_of(migration, migration.statements[number]);
    problem.notes = {
        "IF NOT EXISTS looks at the name alone; a build that failed has left it, or one is on its way"};
    problem.hint =
        fmt::format("drop it with `DROP INDEX CONCURRENTLY {}`, unless somebody builds it at this moment, "
                    "and run it again",
                    index);
    return {Refused::Cause::other, std::move(problem)};
}

std::optional<sql::SyntaxError> as_syntax_error(const std::optional<pg::ServerError>& error,
                                                const sql::ParseOnly& asked) {
    constexpr std::array<std::string_view, 3> k_parser{"scan.l", "gram.y", "parser.c"};
    if (!error || std::find(k_parser.begin(), k_parser.end(), error->source_file) == k_parser.end()) {
        return std::nullopt;
    }
    const auto offset = base::byte_offset_of_character(asked.sql, error->position.value_or(1) - 1);
    return sql::SyntaxError{offset - std::min(offset, asked.shift), error->message};
}

Refused server_failed(const pg::ServerError& error, const std::string& doing) {
    auto problem = from_server(error);
    problem.path = {doing};
    if (error.is(pg::sqlstate::insufficient_privilege)) {
        problem.hint =
            "migrations need the rights of the schema's owner: set MIGRATION_DATABASE_URL to a role that "
            "has them; the application does not get to see it";
    }
    return {cause_of(error), std::move(problem)};
}

Refused server_failed(const pg::ServerError& error, const Work& work) {
    auto refused = server_failed(error, describe(work));
    if (only_looks(work) && error.is(pg::sqlstate::insufficient_privilege)) {
        refused.set_hint(
            "migrations need the rights of the schema's owner: set MIGRATION_DATABASE_URL to a role "
            "that has them; to look on, or to wait for another's upgrade, SELECT on the table and "
            "USAGE on its schema are enough");
    }
    return refused;
}

SessionLost connection_lost(const pg::ConnectionLost& lost, const Work& work) {
    diag::Diagnostic problem;
    problem.code = diag::code::connection_lost;
    problem.message = fmt::format("the connection to the database was lost: {}", lost.what());
    problem.path = {describe(work)};
    problem.subject = subject_of(work);
    problem.hint = "run it again: it looks where the database stands and goes on from there";
    return {work, std::move(problem), end_of(lost)};
}

SessionLost connection_lost_in(const pg::ConnectionLost& lost, const Migration& migration,
                               std::size_t statement) {
    const auto& statements = migration.statements;
    auto work = work_at(migration, statement);
    work.keeps_none = migration.transactional;
    auto error = connection_lost(lost, work);
    if (statement < statements.size()) {
        error.set_span(first_line_of(migration, statements[statement]));
    }
    return error;
}

diag::Error unexpected_answer(const pg::UnexpectedAnswer& answer, const Work& work) {
    diag::Diagnostic problem;
    problem.code = diag::code::unexpected_answer;
    problem.message = fmt::format("the server answered what was not asked: {}", answer.what());
    problem.path = {describe(work)};
    problem.hint =
        "see what stands at the address of the database URL: no PostgreSQL server, or a proxy that "
        "is out of step; what was not committed is rolled back";
    return {diag::ExitCode::failed, std::move(problem)};
}

diag::Error answer_overdue(const Work& work, std::chrono::milliseconds timeout) {
    diag::Diagnostic problem;
    problem.code = diag::code::not_ready;
    problem.message = fmt::format("the database gave no answer within {}", base::format_duration(timeout));
    problem.path = {describe(work)};
    problem.hint =
        "a session that holds the version table or the journal, or a pooler whose connections are all "
        "taken, keeps it from answering; wait longer with --answer-timeout";
    return {diag::ExitCode::not_ready, std::move(problem)};
}

PlanOutdated plan_outdated(const Migration* migration, const VersionTable& table, const std::string& note) {
    diag::Diagnostic problem;
    problem.code = diag::code::version_changed;
    problem.message = fmt::format("the rows of {} are no longer those the plan was made from", table.name());
    if (migration != nullptr) {
        const auto rows = migration->step.rows_before.ids();
        problem.path = {describe(work_of(*migration))};
        problem.notes = {fmt::format("expected before {}: {}", problem.path.front(),
                                     rows.empty() ? "no rows" : base::join(rows, ", "))};
    }
    if (!note.empty()) {
        problem.notes.push_back(note);
    }
    problem.hint =
        "somebody else migrates the same database; run it again, it looks where the database stands";
    return {diag::ExitCode::failed, std::move(problem)};
}

diag::Error trust_lost(const VersionTable& table) {
    diag::Diagnostic problem;
    problem.code = diag::code::untrusted_relation;
    problem.message =
        fmt::format("{} or the journal beside it is no longer what it was at the first look: it "
                    "belongs to somebody else, or writing to it would run somebody's code",
                    table.qualified());
    problem.hint = "run `headstart upgrade` again, which says what is wrong with which of them";
    return {diag::ExitCode::failed, std::move(problem)};
}

diag::Error tables_moved(const Migration& migration, const VersionTable& table,
                         const pg::ServerError& error) {
    diag::Diagnostic problem;
    problem.code = diag::code::version_changed;
    problem.span = diag::Span{migration.source, 0, 0};
    problem.message =
        fmt::format("{} or the journal beside it was dropped, renamed or moved while revision {} ran",
                    table.name(), migration.revision().id);
    problem.path = {describe(work_of(migration))};
    problem.notes = {fmt::format("the server says: {}", error.message)};
    problem.hint =
        "if a statement of the file does that, take it out: both tables are headstart's to keep. To have "
        "them elsewhere, move both by hand and say so with --version-table-schema or --version-table";
    return {diag::ExitCode::failed, std::move(problem)};
}

diag::Error encoding_changed(const Migration& migration) {
    diag::Diagnostic problem;
    problem.code = diag::code::other_encoding;
    problem.span = diag::Span{migration.source, 0, 0};
    problem.message = fmt::format("client_encoding changed while revision {} ran, and its file is UTF-8",
                                  migration.revision().id);
    problem.path = {describe(work_of(migration))};
    problem.notes = {
        "the transaction was rolled back: the server may have misread what stands behind the change"};
    problem.hint = "find what sets it, a DO or a function, and leave it out";
    return {diag::ExitCode::failed, std::move(problem)};
}

diag::Error rows_disturbed(const Migration* migration, const VersionTable& table) {
    if (migration == nullptr) { // a stamp runs nothing that could disturb them
        return plan_outdated(nullptr, table, "");
    }
    diag::Diagnostic problem;
    problem.code = diag::code::version_changed;
    problem.span = diag::Span{migration->source, 0, 0};
    problem.message =
        fmt::format("the rows of {} changed while revision {} ran", table.name(), migration->revision().id);
    problem.path = {describe(work_of(*migration))};
    problem.hint = "if a statement of the file changes them, take it out: they are headstart's to change";
    return {diag::ExitCode::failed, std::move(problem)};
}

} // namespace headstart::postgres
