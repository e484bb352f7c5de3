#include "sql/session_state.hpp"

#include "base/text.hpp"
#include "sql/copy_data.hpp"
#include "sql/scanner.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string>

namespace headstart::sql {

namespace {

using Words = std::span<const std::string_view>;

/// Commands that leave something behind in the session, or run code that may.
constexpr std::array<std::string_view, 11> k_commands{"set",        "reset", "discard", "prepare",
                                                      "deallocate", "load",  "listen",  "unlisten",
                                                      "declare",    "do",    "call"};
/// Names that say so wherever they stand.
constexpr std::array<std::string_view, 8> k_names{"set_config",
                                                  "temp",
                                                  "temporary",
                                                  "pg_temp",
                                                  "pg_advisory_lock",
                                                  "pg_advisory_lock_shared",
                                                  "pg_try_advisory_lock",
                                                  "pg_try_advisory_lock_shared"};

bool is_literal(const Token& token) {
    return token.kind == TokenKind::string || token.kind == TokenKind::dollar_text;
}

bool is_letter(char c) {
    const auto lower = static_cast<char>(c | 0x20);
    return (lower >= 'a' && lower <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

/// A literal may be a function's body, or a statement to be executed: its own words count.
bool holds_one_of(std::string_view literal, Words words, Words more) {
    std::size_t end = 0;
    for (std::size_t at = 0; at < literal.size(); at = end + 1) {
        end = at;
        while (end < literal.size() && is_letter(literal[end])) {
            ++end;
        }
        const auto word = literal.substr(at, end - at);
        const bool may_be_one = end > at && literal[at] > '9'; // most are numbers
        if (may_be_one &&
            (base::is_one_of_ignoring_case(word, words) || base::is_one_of_ignoring_case(word, more))) {
            return true;
        }
    }
    return false;
}

bool holds_read_only(std::string_view text) {
    constexpr std::string_view k_between = " \t\r\n_";
    constexpr std::size_t k_length = 4; // of `read`, and of `only`
    // Of a literal of megabytes no copy is made.
    for (std::size_t at = 0; at + 2 * k_length < text.size(); ++at) {
        if ((text[at] != 'r' && text[at] != 'R') ||
            !base::equals_ignoring_case(text.substr(at, k_length), "read")) {
            continue;
        }
        const auto behind = text.find_first_not_of(k_between, at + k_length);
        if (behind != text.npos && behind > at + k_length &&
            base::equals_ignoring_case(text.substr(behind, k_length), "only")) {
            return true;
        }
    }
    return false;
}

/// `\x5f`, `\137`, `\u005f`, and `\_`: but for `\n` and its like, a backslash may stand for any letter.
bool spells_a_letter(std::string_view literal) {
    constexpr std::string_view k_no_letters = "bfnrt\\'";
    for (auto at = literal.find('\\'); at < literal.size() - 1; at = literal.find('\\', at + 2)) {
        if (k_no_letters.find(literal[at + 1]) == std::string_view::npos) {
            return true;
        }
    }
    return false;
}

/// Spelt by escapes, so that it does not show: U&"…" (whose escape may be any letter), E'\x5f'.
bool may_be_escaped(std::string_view word) {
    return word.starts_with("U&") || word.starts_with("u&") ||
           ((word.starts_with("E'") || word.starts_with("e'")) && spells_a_letter(word));
}

} // namespace

namespace {

bool mentions_read_only_in_sql(std::string_view text) {
    Scanner scanner(text);
    std::optional<Token> before;
    while (const auto token = scanner.next()) {
        if (token->kind == TokenKind::comment) {
            continue;
        }
        const auto word = text.substr(token->begin, token->end - token->begin);
        const auto word_before =
            before ? text.substr(before->begin, before->end - before->begin) : std::string_view{};
        const bool is_continued =
            before && before->kind == TokenKind::string && token->kind == TokenKind::string;
        if (holds_read_only(word) || may_be_escaped(word) || is_continued ||
            (base::equals_ignoring_case(word_before, "read") && base::equals_ignoring_case(word, "only"))) {
            return true;
        }
        before = token;
    }
    return false;
}

bool changes_session_in_sql(std::string_view text) {
    Scanner scanner(text);
    bool is_first = true;
    while (const auto token = scanner.next()) {
        if (token->kind == TokenKind::comment) {
            continue;
        }
        const auto word = text.substr(token->begin, token->end - token->begin);
        if ((is_first && base::is_one_of_ignoring_case(word, k_commands)) ||
            holds_one_of(word, k_names, is_literal(*token) ? Words(k_commands) : Words())) {
            return true;
        }
        is_first = token->kind == TokenKind::semicolon;
    }
    return false;
}

/// Of a section, whose rows may hold half a literal.
bool is_true_of_any(std::string_view section, bool (*is_true)(std::string_view sql)) {
    SqlSpans spans(section);
    while (const auto span = spans.next()) {
        if (is_true(span->sql)) {
            return true;
        }
    }
    return false;
}

} // namespace

bool mentions_read_only(std::string_view section) {
    return is_true_of_any(section, mentions_read_only_in_sql);
}

bool changes_session(std::string_view section) {
    return is_true_of_any(section, changes_session_in_sql);
}

namespace {

/// Goes over the words of a statement and of the bodies in it.
class SessionObjects {
public:
    void add(std::string_view word, bool is_in_body) {
        const auto is = [&](std::string_view other) { return base::equals_ignoring_case(word, other); };
        if (m_first.empty()) {
            m_first = word;
        }
        const bool is_temporary = is("temp") || is("temporary");
        m_found = m_found || is("pg_temp") || (is_temporary && m_may_make_table) ||
                  (is("hold") && base::equals_ignoring_case(m_first, "declare")) ||
                  (is_in_body && is("set_config") && base::equals_ignoring_case(m_first, "do"));
        m_may_make_table = is("create") || is("global") || is("local") || is("replace") || is("into");
    }

    [[nodiscard]] bool found() const { return m_found; }

    /// Else a literal is data, whatever it says.
    [[nodiscard]] bool runs_its_literal() const { return base::equals_ignoring_case(m_first, "do"); }

private:
    std::string_view m_first;
    bool m_may_make_table = false; ///< the word before could stand before TEMP
    bool m_found = false;
};

} // namespace

bool makes_session_object(std::string_view statement) {
    Scanner scanner(statement);
    SessionObjects objects;
    while (const auto token = scanner.next()) {
        const auto text = statement.substr(token->begin, token->end - token->begin);
        if (is_literal(*token) && objects.runs_its_literal()) {
            const auto body = text.substr(token->kind == TokenKind::dollar_text ? text.find('$', 1) + 1
                                                                                : text.find('\'') + 1);
            Scanner words(body);
            while (const auto inner = words.next()) {
                if (inner->kind == TokenKind::word) {
                    objects.add(body.substr(inner->begin, inner->end - inner->begin), true);
                }
            }
        } else if (token->kind == TokenKind::word) {
            objects.add(text, false);
        }
    }
    return objects.found();
}

} // namespace headstart::sql
