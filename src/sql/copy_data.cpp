#include "sql/copy_data.hpp"

#include "base/text.hpp"
#include "sql/backslash_strings.hpp"
#include "sql/scanner.hpp"

#include <algorithm>

namespace headstart::sql {

namespace {

constexpr auto k_none = std::string_view::npos;

/// In any case, what begins `stdin`, `stdout`, `standard_conforming_strings`, `\restrict` or `\unrestrict`:
/// almost no migration has one, and the others are spared the scanner.
bool may_hold_more_than_sql(std::string_view text) {
    const auto stands_at = [&](std::size_t at, std::string_view word) {
        return base::equals_ignoring_case(text.substr(at, word.size()), word);
    };
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        const bool is_found =
            c == 's' || c == 'S'
                ? stands_at(at, "stdin") || stands_at(at, "stdout") || stands_at(at, "standard_")
                : c == '\\' && (stands_at(at, "\\restrict") || stands_at(at, "\\unrestrict"));
        if (is_found) {
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

void blank(std::string& text, std::size_t begin, std::size_t end) {
    const auto at = [&](std::size_t offset) { return text.begin() + static_cast<std::ptrdiff_t>(offset); };
    std::replace_if(at(begin), at(end), [](char c) { return c != '\n'; }, ' ');
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

std::string& CopyScan::change() {
    if (!changed) {
        changed = std::make_unique<std::string>(sql);
        sql = *changed;
    }
    return *changed;
}

CopyScan blank_copy_data(std::string_view text) {
    CopyScan result{text};
    if (!may_hold_more_than_sql(text)) {
        return result;
    }
    auto& sql = result.change();
    Scanner scanner(sql); // goes on over the blanks, so that one pass is enough
    BackslashStrings strings;
    CopyMatcher statement;
    std::size_t behind_data = 0;
    while (const auto token = scanner.next()) {
        if (token->kind == TokenKind::comment) {
            continue;
        }
        if (token->kind == TokenKind::backslash && !statement.has_begun() &&
            is_restriction(text, token->begin)) {
            blank(sql, token->begin, next_line(text, token->begin));
            continue;
        }
        if (strings.is_on() && token->kind == TokenKind::string) {
            double_escaped_quotes(sql, *token);
        }
        const bool was_on = strings.is_on();
        strings.add(*token, sql);
        if (strings.is_on() != was_on) {
            result.switches.push_back(token->end);
        }
        scanner.take_backslashes(strings.is_on());
        if (token->kind != TokenKind::semicolon) {
            statement.add(*token, sql);
            continue;
        }
        if (statement.reads_client()) {
            // Two such statements on one line have their data one behind the other.
            const auto begin = std::max(next_line(text, token->begin), behind_data);
            const auto end = find_end_of_data(text, begin);
            if (!end) {
                result.error = SyntaxError{statement.begin(), "COPY … FROM stdin has no end of data", true};
                return result;
            }
            behind_data = next_line(text, *end);
            blank(sql, begin, behind_data);
            result.blocks.push_back({token->begin, begin, *end});
        }
        statement = {};
    }
    return result;
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
