#include "sql/copy_data.hpp"

#include "base/text.hpp"
#include "sql/backslash_strings.hpp"
#include "sql/scanner.hpp"

#include <algorithm>
#include <array>

namespace headstart::sql {

namespace {

constexpr auto k_none = std::string_view::npos;

/// Whether at `at` begins what may hold more than SQL.
bool begins_more_than_sql(std::string_view text, std::size_t at) {
    constexpr std::array<std::string_view, 5> k_words{"stdin", "stdout", "standard_", "\\restrict",
                                                      "\\unrestrict"};
    return std::any_of(k_words.begin(), k_words.end(), [&](std::string_view word) {
        return base::equals_ignoring_case(text.substr(at, word.size()), word);
    });
}

/// Almost no migration holds one of these words, and the others are spared the scanner.
bool may_hold_more_than_sql(std::string_view text) {
    constexpr char k_small = 0x20; // makes an ASCII letter a small one
    for (std::size_t at = 0; at + 1 < text.size(); ++at) {
        const char c = text[at];
        const bool may_begin = (c | k_small) == 's' ? (text[at + 1] | k_small) == 't' : c == '\\';
        if (may_begin && begins_more_than_sql(text, at)) {
            return true;
        }
    }
    return false;
}

/// Follows the tokens of one statement and sees whether it is a COPY … FROM STDIN, or TO STDOUT. In the
/// parentheses of COPY (SELECT … FROM stdin) TO, `stdin` is a table.
class CopyMatcher {
public:
    void add(const Token& token, std::string_view text) {
        const bool is_first = !m_begin;
        m_begin = m_begin.value_or(token.begin);
        m_depth += token.kind == TokenKind::open_parenthesis    ? 1
                   : token.kind == TokenKind::close_parenthesis ? -1
                                                                : 0;
        const auto is = [&](std::string_view keyword) {
            return token.kind == TokenKind::word && m_depth == 0 &&
                   base::equals_ignoring_case(text.substr(token.begin, token.end - token.begin), keyword);
        };
        m_is_copy = is_first ? is("copy") : m_is_copy;
        const bool is_client = is("stdin") || is("stdout");
        m_reads = m_reads || (m_after_from && is_client);
        m_writes = m_writes || (m_after_to && is_client);
        m_after_from = is("from");
        m_after_to = is("to");
    }

    [[nodiscard]] bool reads_client() const { return m_is_copy && m_reads; }

    [[nodiscard]] bool writes_client() const { return m_is_copy && m_writes; }

    [[nodiscard]] std::size_t begin() const { return m_begin.value_or(0); }

    [[nodiscard]] bool has_begun() const { return m_begin.has_value(); }

private:
    std::optional<std::size_t> m_begin;
    int m_depth = 0;
    bool m_is_copy = false;
    bool m_after_from = false;
    bool m_after_to = false;
    bool m_reads = false;
    bool m_writes = false;
};

std::size_t next_line(std::string_view text, std::size_t at) {
    const auto newline = text.find('\n', at);
    return newline == k_none ? text.size() : newline + 1;
}

/// What pg_dump puts around its SQL for psql, so that nothing in it becomes a command of psql: of no meaning
/// here, where there are none.
bool is_restriction(std::string_view text, std::size_t backslash) {
    const auto end = std::min(text.find_first_of(" \t\r\n", backslash), text.size());
    const auto command = text.substr(backslash, end - backslash);
    return command == "\\restrict" || command == "\\unrestrict";
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

} // namespace

std::string& SqlSpan::change() {
    if (!changed) {
        changed = std::make_unique<std::string>(sql);
        sql = *changed;
    }
    return *changed;
}

SqlSpans::SqlSpans(std::string_view text)
    : m_text(text)
    , m_is_all_sql(!may_hold_more_than_sql(text)) {}

std::optional<SqlSpan> SqlSpans::next() {
    if (!m_at) {
        return std::nullopt;
    }
    SqlSpan span{.begin = *m_at, .sql = {}, .begins_with_escapes = m_strings.is_on()};
    m_end = m_text.size();
    if (m_is_all_sql) {
        m_at.reset();
        span.sql = m_text.substr(span.begin);
    } else {
        find_end(span);
    }
    return span;
}

/// Its tokens are gone through to the first `;` of a COPY, and from there to the end of that line.
void SqlSpans::find_end(SqlSpan& span) {
    Scanner scanner(m_text, span.begin);
    scanner.take_backslashes(m_strings.is_on());
    CopyMatcher statement;
    std::vector<Token> escaped;
    bool is_open = false; // what the line of a COPY must not leave behind
    m_at.reset();
    while (const auto token = scanner.next()) {
        is_open = !token->is_closed;
        if (token->kind == TokenKind::comment) {
            continue;
        }
        if (token->kind == TokenKind::backslash && !statement.has_begun() && span.blocks.empty() &&
            is_restriction(m_text, token->begin)) {
            m_end = token->begin;
            m_at = next_line(m_text, token->begin);
            break;
        }
        if (m_strings.is_on() && token->kind == TokenKind::string) {
            escaped.push_back({token->begin - span.begin, token->end - span.begin, token->kind});
        }
        const bool was_on = m_strings.is_on();
        m_strings.add(*token, m_text);
        if (m_strings.is_on() != was_on) {
            span.switches.push_back(token->end - span.begin);
        }
        scanner.take_backslashes(m_strings.is_on());
        if (token->kind != TokenKind::semicolon) {
            statement.add(*token, m_text);
            continue;
        }
        if (statement.reads_client()) {
            add_block(span, *token, statement.begin());
            scanner.end_at(m_end);
        }
        statement = {};
    }
    if (!span.blocks.empty() && !m_error && (statement.has_begun() || is_open)) {
        m_error =
            SyntaxError{statement.has_begun() ? statement.begin() : span.blocks.front().statement_end,
                        "what stands behind COPY … FROM stdin on its line must end there: the rows begin "
                        "in the next"};
    }
    span.sql = m_text.substr(span.begin, m_end - span.begin);
    for (const auto& token : escaped) {
        double_escaped_quotes(span.change(), token);
    }
}

/// Two such statements on one line have their data one behind the other.
void SqlSpans::add_block(SqlSpan& span, const Token& semicolon, std::size_t copy) {
    const auto begin = span.blocks.empty() ? next_line(m_text, semicolon.begin) : *m_at;
    const auto end = find_end_of_data(m_text, begin);
    if (!end) {
        m_error = m_error.value_or(SyntaxError{copy, "COPY … FROM stdin has no end of data", true});
        m_is_all_sql = true;
        m_at = begin;
    } else {
        m_at = next_line(m_text, *end);
        span.blocks.push_back({semicolon.begin, begin, *end});
    }
    m_end = next_line(m_text, semicolon.begin);
}

bool is_client_copy(std::string_view statement) {
    Scanner scanner(statement);
    CopyMatcher matcher;
    while (const auto token = scanner.next()) {
        if (token->kind != TokenKind::comment) {
            matcher.add(*token, statement);
        }
    }
    return matcher.reads_client() || matcher.writes_client();
}

} // namespace headstart::sql
