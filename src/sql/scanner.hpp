#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// PostgreSQL's own scanner and grammar, through libpg_query. Positions are bytes from 0 into the text given.
namespace headstart::sql {

/// Why a text is not SQL: what the grammar says, and where.
struct SyntaxError {
    std::size_t offset = 0;
    std::string message;
};

enum class TokenKind : std::uint8_t { other, comment, semicolon, copy, from, standard_input };

struct Token {
    std::size_t begin;
    std::size_t end;
    TokenKind kind;
};

struct Scan {
    std::vector<Token> tokens;
    std::optional<SyntaxError> error; ///< then there are no tokens: the scanner gives all or nothing
};

/// `text` must be UTF-8 without NUL bytes.
Scan scan(const std::string& text);

/// True if a text that stops here stops between tokens: not inside a string, a dollar quote, a quoted name or
/// a comment. Other errors of the scanner (a number with letters behind it) do not make it false.
bool ends_between_tokens(std::string_view text);

} // namespace headstart::sql
