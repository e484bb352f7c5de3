#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace headstart::sql {

enum class TokenKind : std::uint8_t {
    word,        ///< keywords and plain names
    number,      ///< `1.5e3` and parameters, `$1`
    string,      ///< '…' with any prefix; each part of a string that goes on in the next line
    dollar_text, ///< $$…$$, $tag$…$tag$
    quoted_name, ///< "…", U&"…"
    comment,     ///< `-- …` without its line end, or a whole /* … */
    semicolon,
    open_parenthesis,
    close_parenthesis,
    backslash, ///< never part of SQL outside a literal, in no version: psql's
    symbol,    ///< operators and what is left
};

struct Token {
    std::size_t begin;
    std::size_t end;
    TokenKind kind;
    bool is_closed = true; ///< false: the text ends inside this literal, name or comment
};

/// One of those that operators and comment marks are made of.
bool is_operator_character(char c);

/// PostgreSQL's lexical rules (manual, "Lexical Structure"), one token at a time, in one pass and without
/// errors: a text that is only half SQL (an older grammar's view of newer syntax, data of a COPY that nobody
/// ended) still tells what stands inside literals and comments. libpg_query's own scanner gives all or
/// nothing, and differs from one of its versions to the next, which checksums must not.
class Scanner {
public:
    /// `text` must outlive the scanner. What is behind the current place may be changed while it runs.
    explicit Scanner(std::string_view text, std::size_t begin = 0);

    /// Nothing at the end of the text.
    std::optional<Token> next();

    /// The text ends there, behind the current place.
    void end_at(std::size_t end) { m_text = m_text.substr(0, end); }

    /// Whether a backslash begins an escape in '…' too, from here on: with standard_conforming_strings off.
    void take_backslashes(bool has_escapes) { m_takes_backslashes = has_escapes; }

private:
    [[nodiscard]] std::string_view rest() const { return m_text.substr(m_at); }

    [[nodiscard]] bool continues_escapes(std::size_t from) const;
    Token take(std::size_t length, TokenKind kind);
    Token take_until(std::size_t from, std::string_view delimiter, TokenKind kind);
    Token take_block_comment();
    Token take_quoted(std::size_t open, char quote, bool has_escapes);
    Token take_word();
    Token take_dollar();

    std::string_view m_text;
    std::size_t m_at;
    bool m_takes_backslashes = false;
    bool m_escapes = false; ///< the token before was E'…', or a line comment behind it
};

} // namespace headstart::sql
