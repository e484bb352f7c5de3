#include "prove/load.hpp"

#include "base/utf8.hpp"
#include "diag/codes.hpp"
#include "diag/diagnostic.hpp"
#include "diag/log.hpp"
#include "prove/psql_commands.hpp"
#include "prove/rename_marks.hpp"
#include "sql/parse.hpp"
#include "sql/server_wide.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <system_error>
#include <utility>
#include <variant>

namespace headstart::prove {

namespace {

namespace fs = std::filesystem;
using Source = std::shared_ptr<const diag::SourceText>;

constexpr std::string_view k_undefined_function = "42883";

/// What is not there (PostgreSQL's errcodes.txt, class 42 and 3F), as a rule because it stands further down.
bool is_missing(const pg::ServerError& error) {
    return error.is(pg::sqlstate::undefined_table) || error.is(pg::sqlstate::undefined_schema) ||
           error.is(pg::sqlstate::undefined_object) || error.is(k_undefined_function);
}

[[noreturn]] void fail(const Source& source, std::size_t begin, std::size_t end,
                       const pg::ServerError& error) {
    diag::Diagnostic problem;
    problem.code = diag::code::bad_schema;
    problem.message = error.message;
    problem.server = diag::ServerFields{error.sqlstate, error.detail, error.hint, error.context};
    problem.span = diag::Span{source, begin, end};
    if (error.is(pg::sqlstate::undefined_object) && error.source_file == "acl.c") {
        problem.hint =
            "make the role on the server, or have it made for as long as it takes: --create-roles true";
    } else if (is_missing(error)) {
        problem.hint = "a schema is loaded from the top into an empty database: what is used here has to be "
                       "made above it";
    }
    problem.path = {fmt::format("loading {} into a scratch database", source->path)};
    throw diag::Error(diag::ExitCode::usage, std::move(problem));
}

/// What acts on the whole server would do so on the real one: databases and roles are no part of a schema.
bool is_left_out(const Source& source, const sql::Statement& statement, std::string_view text) {
    const auto command = sql::server_wide_command(text);
    if (command) {
        diag::log_warning(fmt::format("{}:{}: {} acts on the whole server, not on a schema: it is left out",
                                      source->path, diag::position_of(source->text, statement.begin).line,
                                      *command),
                          {{"event", "left_out"}, {"command", *command}});
    }
    return command.has_value();
}

void run(pg::Connection& connection, const Source& source, const sql::Statement& statement) {
    const auto text = std::string_view(source->text).substr(statement.begin, statement.end - statement.begin);
    if (is_left_out(source, statement, text)) {
        return;
    }
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

/// One that includes itself would have no end.
constexpr int k_deepest = 32;

using Marks = std::vector<diff::RenameMark>;

fs::path identity_of(const fs::path& path) {
    std::error_code ignored;
    return fs::weakly_canonical(path, ignored);
}

class Loading {
public:
    Loading(pg::Connection& connection, const std::vector<Source>& sources, const ReadFile& read_file)
        : m_connection(connection)
        , m_read_file(read_file) {
        // One file is as psql runs it, which includes another as often as that is said.
        if (sources.size() > 1) {
            for (const auto& source : sources) {
                m_to_be_run.emplace(identity_of(source->path), false);
            }
        }
    }

    // NOLINTNEXTLINE(misc-no-recursion): no deeper than k_deepest
    void run_file(const Source& source, int depth) {
        const auto known = m_to_be_run.find(identity_of(source->path));
        if (known != m_to_be_run.end() && std::exchange(known->second, true)) {
            return;
        }
        if (const auto null = source->text.view().find('\0'); null != std::string::npos) {
            fail(source, null, null + 1, pg::ServerError("there is a NUL byte here, where SQL would end"));
        }
        auto parsed = read_psql_text(std::string(source->text));
        if (const auto* error = std::get_if<sql::SyntaxError>(&parsed)) {
            fail(source, error->offset, error->offset + 1, pg::ServerError(error->message));
        }
        run_text(source, std::move(std::get<PsqlText>(parsed)), depth);
    }

    Marks marks() { return std::move(m_marks); }

private:
    // NOLINTNEXTLINE(misc-no-recursion): no deeper than k_deepest
    void run_text(const Source& source, PsqlText read, int depth) {
        const auto text = std::make_shared<diag::SourceText>(*source);
        text->text = std::move(read.text);
        auto inclusion = read.inclusions.begin();
        const auto include_before = [&](std::size_t place) {
            for (; inclusion != read.inclusions.end() && inclusion->begin < place; ++inclusion) {
                if (depth == k_deepest) {
                    fail(source, inclusion->begin, inclusion->end,
                         pg::ServerError("the files include each other without an end"));
                }
                run_file(read_included(source, *inclusion), depth + 1);
            }
        };
        for (const auto& statement : read.statements) {
            include_before(statement.begin);
            run(m_connection, text, statement);
        }
        include_before(text->text.size());
        auto own = read_rename_marks(m_connection, text, read.statements);
        m_marks.insert(m_marks.end(), std::make_move_iterator(own.begin()),
                       std::make_move_iterator(own.end()));
    }

    Source read_included(const Source& source, const Inclusion& inclusion) {
        const fs::path file(inclusion.file);
        const auto path = inclusion.is_relative ? fs::path(source->path).parent_path() / file : file;
        try {
            return m_read_file(path);
        } catch (const std::system_error& error) {
            fail(source, inclusion.begin, inclusion.end,
                 pg::ServerError(fmt::format("cannot read {}: {}", path.string(), error.code().message())));
        }
    }

    pg::Connection& m_connection;
    const ReadFile& m_read_file;
    std::map<fs::path, bool> m_to_be_run; ///< once each, and whether they were
    Marks m_marks;
};

} // namespace

std::vector<diff::RenameMark> load(pg::Connection& connection, const std::vector<Source>& sources,
                                   const ReadFile& read_file) {
    Loading loading(connection, sources, read_file);
    for (const auto& source : sources) {
        loading.run_file(source, 0);
    }
    return loading.marks();
}

} // namespace headstart::prove
