#include "sql/scanner.hpp"

#include "base/text.hpp"
#include "base/utf8.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace headstart::sql {

namespace {

/// What a byte may be part of. Files of megabytes come by here, each byte of them several times.
enum CharacterClass : std::uint8_t {
    is_space = 1,
    is_digit_class = 2,
    is_word_start = 4, ///< every byte beyond ASCII may be part of a name
    is_operator = 8,
};

constexpr std::array<std::uint8_t, 256> make_classes() {
    std::array<std::uint8_t, 256> classes{};
    const auto add = [&](std::string_view characters, CharacterClass one) {
        for (const char c : characters) {
            classes[static_cast<unsigned char>(c)] |= one;
        }
    };
    add(" \t\n\r\f\v", is_space);
    add("0123456789", is_digit_class);
    add("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_", is_word_start);
    add("~!@#^&|`?+-*/%<>=", is_operator);
    for (std::size_t c = 0x80; c < classes.size(); ++c) {
        classes[c] |= is_word_start;
    }
    return classes;
}

constexpr auto k_classes = make_classes();

bool is_of(char c, unsigned classes) {
    return (k_classes[static_cast<unsigned char>(c)] & classes) != 0;
}

bool is_digit(char c) {
    return is_of(c, is_digit_class);
}

bool starts_word(char c) {
    return is_of(c, is_word_start);
}

template<typename Predicate>
std::size_t length_while(std::string_view text, std::size_t from, Predicate belongs) {
    auto at = std::min(from, text.size());
    while (at < text.size() && belongs(text[at])) {
        ++at;
    }
    return at;
}

/// The rows of a COPY that were blanked may be megabytes: eight at a time.
std::size_t behind_space(std::string_view text, std::size_t at) {
    constexpr std::string_view k_blanks = "        ";
    while (at < text.size() && is_of(text[at], is_space)) {
        ++at;
        while (text.substr(at).starts_with(k_blanks)) {
            at += k_blanks.size();
        }
    }
    return at;
}

bool begins_comment(std::string_view text, std::size_t at) {
    return at + 1 < text.size() &&
           ((text[at] == '-' && text[at + 1] == '-') || (text[at] == '/' && text[at + 1] == '*'));
}

/// An operator ends where a comment begins.
std::size_t operator_length(std::string_view text) {
    // No further than that: comments between operators would take the square of their number.
    std::size_t length = 0;
    while (length < text.size() && is_of(text[length], is_operator) && !begins_comment(text, length)) {
        ++length;
    }
    return length;
}

} // namespace

bool is_operator_character(char c) {
    return is_of(c, is_operator);
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
        at = length_while(text, at, [](char c) { return c != '/' && c != '*'; });
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
        if (!has_escapes) { // the next quote is all that matters
            at = std::min(text.find(quote, at), text.size() - 1);
        }
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
        length_while(text, 1, [](char c) { return is_of(c, is_word_start | is_digit_class) || c == '$'; });
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
    const auto tag_end =
        length_while(text, 1, [](char c) { return is_of(c, is_word_start | is_digit_class); });
    if (tag_end < text.size() && text[tag_end] == '$') {
        return take_until(tag_end + 1, text.substr(0, tag_end + 1), TokenKind::dollar_text);
    }
    return take(1, TokenKind::symbol);
}

std::optional<Token> Scanner::next() {
    const auto from = m_at;
    m_at = behind_space(m_text, m_at);
    if (m_at == m_text.size()) {
        return std::nullopt;
    }
    const auto text = rest();
    if (text.starts_with("--")) {
        return take(length_while(text, 2, [](char c) { return c != '\r' && c != '\n'; }), TokenKind::comment);
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
        return take(length_while(text, 1,
                                 [](char d) { return is_of(d, is_word_start | is_digit_class) || d == '.'; }),
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
