#include "sql/scanner.hpp"

#include "base/text.hpp"
#include "base/utf8.hpp"

#include <algorithm>

namespace headstart::sql {

namespace {

constexpr std::string_view k_space = " \t\n\r\f\v";

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// Every byte beyond ASCII may be part of a name.
bool starts_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           (static_cast<unsigned char>(c) & 0x80U) != 0;
}

template<typename Predicate>
std::size_t length_while(std::string_view text, std::size_t from, Predicate belongs) {
    auto at = std::min(from, text.size());
    while (at < text.size() && belongs(text[at])) {
        ++at;
    }
    return at;
}

/// An operator ends where a comment begins.
std::size_t operator_length(std::string_view text) {
    // No further than that: comments between operators would take the square of their number.
    std::size_t length = 0;
    while (length < text.size() && is_operator_character(text[length]) &&
           !text.substr(length).starts_with("--") && !text.substr(length).starts_with("/*")) {
        ++length;
    }
    return length;
}

} // namespace

bool is_operator_character(char c) {
    constexpr std::string_view k_operator = "~!@#^&|`?+-*/%<>=";
    return k_operator.find(c) != std::string_view::npos;
}

Scanner::Scanner(std::string_view text, std::size_t begin)
    : m_text(text)
    , m_at(begin) {
    if (begin == 0 && text.starts_with(base::k_utf8_bom)) {
        m_at = base::k_utf8_bom.size();
    }
}

/// A string that goes on in another line ('a' <line end> 'b') keeps the rules of its first part.
bool Scanner::continues_escapes(std::size_t from) const {
    return m_escapes && m_text.substr(from, m_at - from).find_first_of("\r\n") != std::string_view::npos;
}

Token Scanner::take(std::size_t length, TokenKind kind) {
    const auto begin = m_at;
    m_at += length;
    return {begin, m_at, kind};
}

Token Scanner::take_until(std::size_t from, std::string_view delimiter, TokenKind kind) {
    const auto end = rest().find(delimiter, from);
    auto token = take(std::min(end, rest().size() - delimiter.size()) + delimiter.size(), kind);
    token.is_closed = end != std::string_view::npos;
    return token;
}

Token Scanner::take_block_comment() {
    const auto text = rest();
    std::size_t at = 2;
    for (int depth = 1; depth > 0;) {
        at = text.find_first_of("/*", at);
        if (at >= text.size()) {
            auto token = take(text.size(), TokenKind::comment);
            token.is_closed = false;
            return token;
        }
        const auto pair = text.substr(at, 2);
        depth += pair == "/*" ? 1 : pair == "*/" ? -1 : 0;
        at += pair == "/*" || pair == "*/" ? 2 : 1;
    }
    return take(at, TokenKind::comment);
}

/// A doubled quote needs no care: it ends one part and begins the next, except for the end of the token.
Token Scanner::take_quoted(std::size_t open, char quote, bool has_escapes) {
    const auto text = rest();
    const auto kind = quote == '"' ? TokenKind::quoted_name : TokenKind::string;
    auto at = open + 1;
    while (at < text.size()) {
        const bool is_escape = has_escapes && text[at] == '\\';
        const bool is_doubled = text[at] == quote && at + 1 < text.size() && text[at + 1] == quote;
        if (text[at] == quote && !is_doubled) {
            m_escapes = has_escapes;
            return take(at + 1, kind);
        }
        at += is_escape || is_doubled ? 2 : 1;
    }
    auto token = take(text.size(), kind);
    token.is_closed = false;
    return token;
}

Token Scanner::take_word() {
    const auto text = rest();
    const auto length =
        length_while(text, 1, [](char c) { return starts_word(c) || is_digit(c) || c == '$'; });
    const auto word = text.substr(0, length);
    const auto behind = text.substr(length);
    if (length == 1 && behind.starts_with('\'') && std::string_view("eEbBxXnN").find(word) != word.npos) {
        const bool is_plain = word == "n" || word == "N";
        return take_quoted(1, '\'', word == "e" || word == "E" || (is_plain && m_takes_backslashes));
    }
    if ((word == "u" || word == "U") && (behind.starts_with("&'") || behind.starts_with("&\""))) {
        return take_quoted(2, behind[1], false);
    }
    return take(length, TokenKind::word);
}

Token Scanner::take_dollar() {
    const auto text = rest();
    if (text.size() > 1 && is_digit(text[1])) {
        return take(length_while(text, 1, is_digit), TokenKind::number);
    }
    const auto tag_end = length_while(text, 1, [](char c) { return starts_word(c) || is_digit(c); });
    if (tag_end < text.size() && text[tag_end] == '$') {
        return take_until(tag_end + 1, text.substr(0, tag_end + 1), TokenKind::dollar_text);
    }
    return take(1, TokenKind::symbol);
}

std::optional<Token> Scanner::next() {
    const auto from = m_at;
    m_at = std::min(m_text.find_first_not_of(k_space, m_at), m_text.size());
    if (m_at == m_text.size()) {
        return std::nullopt;
    }
    const auto text = rest();
    if (text.starts_with("--")) {
        return take(std::min(text.find_first_of("\r\n"), text.size()), TokenKind::comment);
    }
    const bool has_escapes = continues_escapes(from);
    m_escapes = false;
    const char c = text.front();
    if (text.starts_with("/*")) {
        return take_block_comment();
    }
    if (c == '\'' || c == '"') {
        return take_quoted(0, c, (has_escapes || m_takes_backslashes) && c == '\'');
    }
    if (starts_word(c)) {
        return take_word();
    }
    if (is_digit(c) || (c == '.' && text.size() > 1 && is_digit(text[1]))) {
        return take(length_while(text, 1, [](char d) { return starts_word(d) || is_digit(d) || d == '.'; }),
                    TokenKind::number);
    }
    switch (c) {
    case '$':
        return take_dollar();
    case ';':
        return take(1, TokenKind::semicolon);
    case '(':
        return take(1, TokenKind::open_parenthesis);
    case ')':
        return take(1, TokenKind::close_parenthesis);
    case '\\':
        return take(1, TokenKind::backslash);
    case ':':
        return take(text.starts_with("::") || text.starts_with(":=") ? 2 : 1, TokenKind::symbol);
    default:
        return take(std::max<std::size_t>(1, operator_length(text)), TokenKind::symbol);
    }
}

} // namespace headstart::sql
