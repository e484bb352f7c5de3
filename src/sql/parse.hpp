#pragma once

#include "sql/statement_list.hpp"
#include "sql/syntax_error.hpp"

#include <cstddef>
#include <optional>
#include <string_view>
#include <variant>

namespace headstart::sql {

/// The statements of a text, by PostgreSQL's grammar; or the first place that is not SQL.
/// `text` must be UTF-8 without NUL bytes.
std::variant<StatementList, SyntaxError> parse_statements(std::string_view text);

/// The same by the scanner alone, for a server that is newer than the built-in grammar and may understand
/// what that does not: statements the grammar knows get their traits, those of the others are `unknown`.
/// Still an error: a literal or comment that nobody ends, a backslash, COPY without its end of data.
std::variant<StatementList, SyntaxError> split_statements(std::string_view text);

/// If a syntax error at `offset` is a psql meta-command (`\i file`), its name with the backslash. One in a
/// literal (`U&'\zz'`) is none.
std::optional<std::string_view> meta_command_at(std::string_view text, std::size_t offset);

} // namespace headstart::sql
