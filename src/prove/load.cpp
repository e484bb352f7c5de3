#include "prove/load.hpp"

#include "base/utf8.hpp"
#include "diag/codes.hpp"
#include "diag/diagnostic.hpp"
#include "prove/rename_marks.hpp"
#include "sql/statement.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <variant>

namespace headstart::prove {

namespace {

using Source = std::shared_ptr<const diag::SourceText>;

[[noreturn]] void fail(const Source& source, std::size_t begin, std::size_t end,
                       const pg::ServerError& error) {
    diag::Diagnostic problem;
    problem.code = diag::code::bad_schema;
    problem.message = error.message;
    problem.server = diag::ServerFields{error.sqlstate, error.detail, error.hint, error.context};
    problem.span = diag::Span{source, begin, end};
    problem.path = {fmt::format("loading {} into a scratch database", source->path)};
    throw diag::Error(diag::ExitCode::usage, std::move(problem));
}

void run(pg::Connection& connection, const Source& source, const sql::Statement& statement) {
    const auto text = std::string_view(source->text).substr(statement.begin, statement.end - statement.begin);
    try {
        pg::Command command;
        command.text = text;
        command.awaited = pg::Awaited::statement;
        if (statement.copy_data) {
            connection.copy_in(command, std::string_view(source->text)
                                            .substr(statement.copy_data->begin,
                                                    statement.copy_data->end - statement.copy_data->begin));
        } else {
            connection.exec(command);
        }
    } catch (const pg::ServerError& error) {
        const auto shift = error.position ? base::byte_offset_of_character(text, *error.position - 1) : 0;
        const auto begin = statement.begin + std::min(shift, text.size());
        const auto end = error.position ? text.find_first_of(" \t\r\n;,()", begin - statement.begin + 1)
                                        : text.find_first_of("\r\n");
        fail(source, begin, statement.begin + std::min(end, text.size()), error);
    }
}

} // namespace

std::vector<diff::RenameMark> load(pg::Connection& connection, const Source& source) {
    const auto parsed = sql::split_statements(source->text);
    if (const auto* error = std::get_if<sql::SyntaxError>(&parsed)) {
        fail(source, error->offset, error->offset + 1, pg::ServerError(error->message));
    }
    const auto& statements = std::get<std::vector<sql::Statement>>(parsed);
    for (const auto& statement : statements) {
        run(connection, source, statement);
    }
    return read_rename_marks(connection, source, statements);
}

} // namespace headstart::prove
