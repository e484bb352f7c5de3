#pragma once

#include "sql/scanner.hpp"

#include <cstddef>
#include <string>
#include <string_view>

/// PostgreSQL's lexer (and so libpg_query's) reads a row of operator characters to its end for each token in
/// it, those of comments included: `/*/*/*…` and `+/**/+/**/…` take it the square of their length.
namespace headstart::sql {

/// Characters: the longest name of an operator (NAMEDATALEN). What is longer is none, and left to the server.
inline constexpr std::size_t k_longest_operator = 63;

inline bool is_too_long(const Token& token) {
    return token.kind == TokenKind::symbol && token.end - token.begin > k_longest_operator;
}

/// Whether such a row is left behind break_operator_runs(): an operator, or a comment that nobody ends.
bool has_operator_run(std::string_view text);
/// Whether there may be one at all, which hardly ever is so.
bool may_have_operator_run(std::string_view text);

/// Blanks the block comments of a text that has such a row of more than that, line ends excepted, so that
/// none is left outside of literals but an operator that is too long.
void break_operator_runs(std::string& text);

} // namespace headstart::sql
