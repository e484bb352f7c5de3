#pragma once

#include "sql/copy_data.hpp"
#include "sql/statement_traits.hpp"
#include "sql/syntax_error.hpp"

#include <cstddef>
#include <optional>
#include <string_view>
#include <variant>
#include <vector>

namespace headstart::sql {

/// One statement of a section, as bytes of the text it was found in.
struct Statement {
    std::size_t begin; ///< of its first token: comments before it are left out
    std::size_t end;   ///< behind its last token, without the `;`
    StatementTraits traits = {};
    std::optional<CopyData> copy_data = {}; ///< for COPY … FROM STDIN
    bool has_backslashes = false;           ///< that are escapes in its strings: it stands behind a
                                            ///< `SET standard_conforming_strings = off`
    bool is_unchecked = false; ///< the grammar does not know it: right or wrong, only a server can tell
};

/// The statements of a text, by PostgreSQL's grammar; or the first place that is not SQL.
/// `text` must be UTF-8 without NUL bytes.
std::variant<std::vector<Statement>, SyntaxError> parse_statements(std::string_view text);

/// The same by the scanner alone, for a server that is newer than the built-in grammar and may understand
/// what that does not: statements the grammar knows get their traits, those of the others are `unknown`.
/// Still an error: a literal or comment that nobody ends, a backslash, COPY without its end of data.
std::variant<std::vector<Statement>, SyntaxError> split_statements(std::string_view text);

/// If a syntax error at `offset` is a psql meta-command (`\i file`), its name with the backslash. One in a
/// literal (`U&'\zz'`) is none.
std::optional<std::string_view> meta_command_at(std::string_view text, std::size_t offset);

} // namespace headstart::sql
