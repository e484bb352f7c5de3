#include "scripts/checksum_v1.hpp"

#include "base/digest.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

// Frozen. Journals hold what this makes, and an applied migration counts as edited where it makes something
// else: nothing here is ever mended, not even what is wrong; only how long it takes may change. A better
// scanner makes checksums of another version, in a file of its own. So nothing is shared with the rooms that
// are mended: tests/unit/checksum_v1 has the digests.
namespace headstart::scripts {

namespace {

enum class TokenKind : std::uint8_t {
    word,
    number,
    string,
    dollar_text,
    quoted_name,
    comment,
    semicolon,
    open_parenthesis,
    close_parenthesis,
    backslash,
    symbol,
};

struct Token {
    std::size_t begin;
    std::size_t end;
    TokenKind kind;
};

class Scanner {
public:
    explicit Scanner(std::string_view text, std::size_t begin = 0)
        : m_text(text)
        , m_at(begin == 0 && text.starts_with("\xEF\xBB\xBF") ? 3 : begin) {}

    std::optional<Token> next();

    /// The text ends there, behind the current place.
    void end_at(std::size_t end) { m_text = m_text.substr(0, end); }

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
    bool m_escapes = false; ///< the token before was E'…', or a line comment behind it
};

constexpr std::string_view k_operator = "~!@#^&|`?+-*/%<>=";

bool is_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

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
    while (length < text.size() && k_operator.find(text[length]) != std::string_view::npos &&
           !text.substr(length).starts_with("--") && !text.substr(length).starts_with("/*")) {
        ++length;
    }
    return length;
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
    return take(std::min(end, rest().size() - delimiter.size()) + delimiter.size(), kind);
}

Token Scanner::take_block_comment() {
    const auto text = rest();
    std::size_t at = 2;
    for (int depth = 1; depth > 0;) {
        at = length_while(text, at, [](char c) { return c != '/' && c != '*'; });
        if (at >= text.size()) {
            return take(text.size(), TokenKind::comment);
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
    return take(text.size(), kind);
}

Token Scanner::take_word() {
    const auto text = rest();
    const auto length =
        length_while(text, 1, [](char c) { return starts_word(c) || is_digit(c) || c == '$'; });
    const auto word = text.substr(0, length);
    const auto behind = text.substr(length);
    if (length == 1 && behind.starts_with('\'') && std::string_view("eEbBxXnN").find(word) != word.npos) {
        return take_quoted(1, '\'', word == "e" || word == "E");
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
    while (m_at < m_text.size() && is_space(m_text[m_at])) {
        ++m_at;
        while (rest().starts_with("        ")) { // rows that are blanked
            m_at += 8;
        }
    }
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
        return take_quoted(0, c, has_escapes && c == '\'');
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

constexpr auto k_none = std::string_view::npos;

bool is_same_word(std::string_view text, std::string_view keyword) {
    return std::equal(text.begin(), text.end(), keyword.begin(), keyword.end(), [](char a, char b) {
        return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
    });
}

/// `stdin` in any case: almost no migration has one, and the others are spared the scanner.
bool mentions_stdin(std::string_view text) {
    constexpr std::string_view k_word = "stdin";
    for (std::size_t at = 0; at + k_word.size() <= text.size(); ++at) {
        if ((text[at] == 's' || text[at] == 'S') && is_same_word(text.substr(at, k_word.size()), k_word)) {
            return true;
        }
    }
    return false;
}

/// Follows the tokens of one statement and sees whether it is a COPY … FROM STDIN. In the parentheses of
/// COPY (SELECT … FROM stdin) TO, `stdin` is a table.
class CopyMatcher {
public:
    void add(const Token& token, std::string_view text) {
        const bool is_first = std::exchange(m_is_first, false);
        m_depth += token.kind == TokenKind::open_parenthesis    ? 1
                   : token.kind == TokenKind::close_parenthesis ? -1
                                                                : 0;
        const auto is = [&](std::string_view keyword) {
            return token.kind == TokenKind::word && m_depth == 0 &&
                   is_same_word(text.substr(token.begin, token.end - token.begin), keyword);
        };
        m_is_copy = is_first ? is("copy") : m_is_copy;
        m_reads_stdin = m_reads_stdin || (m_after_from && is("stdin"));
        m_after_from = is("from");
    }

    [[nodiscard]] bool matches() const { return m_is_copy && m_reads_stdin; }

private:
    bool m_is_first = true;
    int m_depth = 0;
    bool m_is_copy = false;
    bool m_after_from = false;
    bool m_reads_stdin = false;
};

std::size_t next_line(std::string_view text, std::size_t at) {
    const auto newline = text.find('\n', at);
    return newline == k_none ? text.size() : newline + 1;
}

/// The line `\.`, from `at` on: exactly that, as psql wants it, for a line with more on it may be data.
std::optional<std::size_t> find_end_of_data(std::string_view text, std::size_t at) {
    while (at < text.size()) {
        const auto next = next_line(text, at);
        const auto line = text.substr(at, next - at);
        if (line == "\\.\n" || line == "\\.\r\n" || line == "\\." || line == "\\.\r") {
            return at;
        }
        at = next;
    }
    return std::nullopt;
}

struct CopyData {
    std::size_t begin;
    std::size_t end;
};

/// What holds for every text, at the price of a copy.
struct CopyScan {
    std::string changed; ///< the text, same length, with data and `\.` blanked; empty: it has none
    std::vector<CopyData> blocks;
};

CopyScan blank_copy_data(std::string_view text) {
    CopyScan result;
    if (!mentions_stdin(text)) {
        return result;
    }
    auto& sql = result.changed;
    sql = text;
    Scanner scanner(sql); // goes on over the blanks, so that one pass is enough
    CopyMatcher statement;
    std::size_t behind_data = 0;
    while (const auto token = scanner.next()) {
        if (token->kind == TokenKind::comment) {
            continue;
        }
        if (token->kind != TokenKind::semicolon) {
            statement.add(*token, sql);
            continue;
        }
        if (statement.matches()) {
            // Two such statements on one line have their data one behind the other.
            const auto begin = std::max(next_line(text, token->begin), behind_data);
            const auto end = find_end_of_data(text, begin);
            if (!end) {
                return result; // the rest is taken for SQL
            }
            behind_data = next_line(text, *end);
            const auto at = [&](std::size_t offset) {
                return sql.begin() + static_cast<std::ptrdiff_t>(offset);
            };
            std::replace_if(at(begin), at(behind_data), [](char c) { return c != '\n'; }, ' ');
            result.blocks.push_back({begin, *end});
        }
        statement = {};
    }
    return result;
}

/// Adds parts to a digest, and gathers small ones: most are words.
class Parts {
public:
    explicit Parts(std::string_view text)
        : m_may_have_returns(text.find('\r') != std::string_view::npos) {
        m_gathered.reserve(std::min(2 * text.size(), 2 * k_many)); // each part has an end
    }

    /// A function's body or a string of several lines is the same one in a working copy with CRLF.
    void add(std::string_view part) {
        while (m_may_have_returns) {
            const auto line_end = part.find("\r\n");
            if (line_end == std::string_view::npos) {
                break;
            }
            append(part.substr(0, line_end));
            part.remove_prefix(line_end + 1);
        }
        append(part);
        m_gathered += '\0'; // as base::Sha256 ends a part
    }

    std::string finish() && {
        m_digest.add_bytes(m_gathered);
        return m_digest.finish();
    }

private:
    static constexpr std::size_t k_many = std::size_t{8} << 10U;

    void append(std::string_view bytes) {
        if (m_gathered.size() + bytes.size() > k_many) {
            m_digest.add_bytes(m_gathered);
            m_gathered.clear();
        }
        if (bytes.size() > k_many) {
            m_digest.add_bytes(bytes);
        } else {
            m_gathered += bytes;
        }
    }

    bool m_may_have_returns;
    base::Sha256 m_digest;
    std::string m_gathered;
};

/// Adds the tokens of a text and notes its rows, as blank_copy_data() has both, without a copy of the text.
class TokenWalk {
public:
    TokenWalk(Parts& parts, std::string_view text)
        : m_parts(parts)
        , m_text(text) {}

    /// False: on the line of a COPY stands behind it what may go on behind the rows, and nothing is known.
    bool add_tokens() {
        while (m_at) {
            if (!add_to_next_rows()) {
                return false;
            }
        }
        for (const auto& block : m_blocks) {
            m_parts.add(m_text.substr(block.begin, block.end - block.begin));
        }
        return true;
    }

private:
    bool add_to_next_rows() {
        Scanner scanner(m_text, *m_at);
        CopyMatcher statement;
        bool is_behind_copy = false; // on its line
        bool has_begun = false;
        m_at.reset();
        while (const auto token = scanner.next()) {
            const auto part = m_text.substr(token->begin, token->end - token->begin);
            if (token->kind == TokenKind::comment) {
                if (is_behind_copy && part.starts_with("/*")) {
                    return false;
                }
                continue;
            }
            m_parts.add(part);
            has_begun = token->kind != TokenKind::semicolon;
            if (has_begun) {
                statement.add(*token, m_text);
                continue;
            }
            if (statement.matches() && !m_is_open) {
                add_block(token->begin, is_behind_copy);
                is_behind_copy = is_behind_copy || !m_is_open;
                if (is_behind_copy) {
                    scanner.end_at(next_line(m_text, token->begin));
                }
            }
            statement = {};
        }
        return !is_behind_copy || !has_begun;
    }

    /// Two such statements on one line have their data one behind the other.
    void add_block(std::size_t semicolon, bool is_second) {
        const auto begin = is_second ? *m_at : next_line(m_text, semicolon);
        if (const auto end = find_end_of_data(m_text, begin)) {
            m_blocks.push_back({begin, *end});
            m_at = next_line(m_text, *end);
        } else {
            m_is_open = true; // the rest is taken for SQL
        }
    }

    Parts& m_parts;
    std::string_view m_text;
    std::optional<std::size_t> m_at = 0; ///< where SQL goes on
    std::vector<CopyData> m_blocks;
    bool m_is_open = false;
};

} // namespace

std::string checksum_v1(std::string_view text, bool transactional) {
    const auto begin = [&] {
        Parts parts(text);
        parts.add(transactional ? "" : "transaction:false");
        return parts;
    };
    auto parts = begin();
    if (TokenWalk(parts, text).add_tokens()) {
        return base::to_hex(std::move(parts).finish());
    }
    parts = begin();
    const auto copy = blank_copy_data(text);
    Scanner scanner(copy.changed.empty() ? text : std::string_view(copy.changed));
    while (const auto token = scanner.next()) {
        if (token->kind != TokenKind::comment) {
            parts.add(text.substr(token->begin, token->end - token->begin));
        }
    }
    for (const auto& block : copy.blocks) {
        parts.add(text.substr(block.begin, block.end - block.begin));
    }
    return base::to_hex(std::move(parts).finish());
}

} // namespace headstart::scripts
