#include "sql/backslash_strings.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace headstart::sql {

namespace {

/// SELECT pg_catalog.set_config('standard_conforming_strings', 'off', false)
constexpr std::size_t k_longest_setting = 10;

/// As a name, or in the quotes of one or of a string.
bool names_it(std::string_view word) {
    constexpr std::string_view k_name = "standard_conforming_strings";
    return word == k_name || (word.size() == k_name.size() + 2 && word.substr(1, k_name.size()) == k_name);
}

/// As the server reads a boolean, in quotes or not: `off`, `0`, and `false` or `no` as short as you like.
bool is_off(std::string_view word) {
    word = word.starts_with('\'') ? word.substr(1, word.size() - 2) : word;
    return word == "off" || word == "of" || word == "0" ||
           (!word.empty() &&
            (std::string_view("false").starts_with(word) || std::string_view("no").starts_with(word)));
}

} // namespace

void BackslashStrings::add(const Token& token, std::string_view text) {
    if (token.kind == TokenKind::semicolon) {
        end_statement();
        m_words.clear();
    } else if (m_words.size() < k_longest_setting) {
        m_words.push_back(base::to_lower(text.substr(token.begin, token.end - token.begin)));
    }
}

void BackslashStrings::end_statement() {
    const auto word = [&](std::size_t at) { return at < m_words.size() ? m_words[at] : std::string(); };
    const auto first = word(0);
    if (first == "set") {
        const bool is_local = word(1) == "local";
        const std::size_t at = is_local || word(1) == "session" ? 2 : 1;
        if (names_it(word(at)) && (word(at + 1) == "to" || word(at + 1) == "=")) {
            m_is_on = is_off(word(at + 2));
            m_is_on_in_session = is_local ? m_is_on_in_session : m_is_on;
        }
    } else if (first == "select") {
        const std::size_t at = word(1) == "pg_catalog" && word(2) == "." ? 3 : 1;
        if (word(at) == "set_config" && names_it(word(at + 2))) {
            m_is_on = is_off(word(at + 4));
            m_is_on_in_session = is_off(word(at + 6)) ? m_is_on : m_is_on_in_session;
        }
    } else if (((first == "reset" || first == "discard") && word(1) == "all") ||
               (first == "reset" && names_it(word(1)))) {
        m_is_on = m_is_on_in_session = false;
    } else if (first == "commit" || first == "end" || first == "rollback" || first == "abort") {
        const bool is_to_savepoint = std::find(m_words.begin(), m_words.end(), "to") != m_words.end();
        m_is_on = is_to_savepoint ? m_is_on : m_is_on_in_session;
    }
}

void double_escaped_quotes(std::string& text, const Token& string) {
    const bool is_plain = std::string_view("'nN").find(text[string.begin]) != std::string_view::npos;
    for (auto at = string.begin; is_plain && at + 1 < string.end; ++at) {
        if (text[at] != '\\') {
            continue;
        }
        text[at] = text[at + 1] == '\'' ? '\'' : '\\';
        ++at;
    }
}

std::string in_standard_strings(std::string_view statement) {
    std::string text(statement);
    Scanner scanner(text);
    scanner.take_backslashes(true);
    while (const auto token = scanner.next()) {
        if (token->kind == TokenKind::string) {
            double_escaped_quotes(text, *token);
        }
    }
    return text;
}

} // namespace headstart::sql
