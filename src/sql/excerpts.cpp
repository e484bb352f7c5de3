#include "sql/excerpts.hpp"

#include "base/text.hpp"
#include "sql/scanner.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <utility>

namespace headstart::sql {

namespace {

/// Bytes of a literal that is left as it is.
constexpr std::size_t k_short_literal = 1024;
/// Constants of a list that are left as they are: more than any list has that must be of a certain length.
constexpr std::size_t k_short_list = 64;

/// Its words mean nothing to the grammar: no escapes in it can be wrong.
bool is_plain_literal(const Token& token, std::string_view word) {
    return token.is_closed && (token.kind == TokenKind::dollar_text ||
                               (token.kind == TokenKind::string && word.front() == '\''));
}

bool is_constant(const Token& token, std::string_view word) {
    constexpr std::array<std::string_view, 3> k_words{"null", "true", "false"};
    return token.kind == TokenKind::number || is_plain_literal(token, word) ||
           (token.kind == TokenKind::word && base::is_one_of_ignoring_case(word, k_words));
}

/// Writes tokens into an excerpt, and leaves out what is long and of one kind.
class Shortener {
public:
    Shortener(std::string_view text, bool keeps_literals)
        : m_text(text)
        , m_keeps_literals(keeps_literals) {}

    void add(const Token& token) {
        const auto word = m_text.substr(token.begin, token.end - token.begin);
        const bool is_value = is_constant(token, word);
        // A comma behind many values is held, and so is a value behind it: both go when another comma
        // follows.
        const bool is_one_more =
            m_held.empty() && word == "," && m_is_behind_value && m_values >= k_short_list;
        if (is_one_more || (m_held.size() == 1 && is_value)) {
            m_held.push_back(token);
        } else if (m_held.size() == 2 && word == ",") {
            m_held.assign(1, token);
        } else {
            write_held();
            write(token, word);
            m_values = is_value ? m_values + 1 : word == "," || word == "-" ? m_values : 0;
        }
        m_is_behind_value = is_value;
    }

    Excerpt& excerpt() {
        write_held();
        return m_excerpt;
    }

private:
    void write(const Token& token, std::string_view word) {
        if (!m_keeps_literals && word.size() > k_short_literal && is_plain_literal(token, word)) {
            m_excerpt.add_instead("''", token.begin);
        } else {
            m_excerpt.add(m_text, token.begin, token.end);
        }
    }

    void write_held() {
        for (const auto& token : m_held) {
            write(token, m_text.substr(token.begin, token.end - token.begin));
        }
        m_held.clear();
    }

    std::string_view m_text;
    bool m_keeps_literals;
    Excerpt m_excerpt;
    std::vector<Token> m_held; ///< a comma, and a value behind it
    std::size_t m_values = 0;  ///< of the list that is being written
    bool m_is_behind_value = false;
};

/// Follows the rows behind a VALUES: `(…), (…), …`, at any depth.
class Rows {
public:
    enum class Part : std::uint8_t { none, first, more };

    /// What a token is part of; a comma is of the row behind it, if there is one.
    Part add(const Token& token, std::string_view word, bool is_behind_dot) {
        if (m_depth == 0 && token.kind == TokenKind::open_parenthesis && m_state != State::outside) {
            m_part = m_state == State::behind_values ? Part::first : Part::more;
            m_depth = 1;
            m_state = State::inside;
            return m_part;
        }
        if (m_depth > 0) {
            m_depth += token.kind == TokenKind::open_parenthesis    ? 1
                       : token.kind == TokenKind::close_parenthesis ? -1
                                                                    : 0;
            m_state = m_depth == 0 ? State::behind_row : m_state;
            return m_part;
        }
        const bool is_values = token.kind == TokenKind::word && base::equals_ignoring_case(word, "values");
        m_state = m_state == State::behind_row && word == "," ? State::behind_comma
                  : is_values && !is_behind_dot               ? State::behind_values
                                                              : State::outside;
        return Part::none;
    }

    [[nodiscard]] bool is_behind_comma() const { return m_state == State::behind_comma; }

    [[nodiscard]] bool is_behind_row() const { return m_state == State::behind_row; }

private:
    enum class State : std::uint8_t { outside, behind_values, inside, behind_row, behind_comma };

    State m_state = State::outside;
    Part m_part = Part::none;
    int m_depth = 0;
};

} // namespace

void Excerpt::add(std::string_view text, std::size_t begin, std::size_t end) {
    if (m_pieces.empty() || begin != m_behind) {
        m_sql += '\n'; // behind which a string may go on
        m_pieces.push_back({m_sql.size(), begin});
    }
    m_sql += text.substr(begin, end - begin);
    m_behind = end;
}

void Excerpt::add_instead(std::string_view word, std::size_t begin) {
    m_sql += '\n';
    m_pieces.push_back({m_sql.size(), begin});
    m_sql += word;
    m_behind = std::string_view::npos;
}

std::size_t Excerpt::place_of(std::size_t offset) const {
    const auto behind = std::upper_bound(m_pieces.begin(), m_pieces.end(), offset,
                                         [](std::size_t at, const Piece& piece) { return at < piece.at; });
    return behind == m_pieces.begin() ? 0 : std::prev(behind)->place + (offset - std::prev(behind)->at);
}

Excerpt make_excerpt(std::string_view statement, const std::function<bool(const Excerpt& rows)>& look) {
    Scanner scanner(statement);
    std::optional<Token> comma;
    std::optional<Shortener> frame;
    std::optional<Shortener> rows;
    Rows parts;
    bool is_behind_dot = false;
    const auto end_rows = [&] {
        const bool is_right = !rows || look(rows->excerpt());
        rows.reset();
        return is_right;
    };
    while (const auto token = scanner.next()) {
        if (token->kind == TokenKind::comment) {
            continue;
        }
        const auto word = statement.substr(token->begin, token->end - token->begin);
        if (!frame) {
            frame.emplace(statement, base::equals_ignoring_case(word, "do"));
        }
        const auto part = parts.add(*token, word, is_behind_dot);
        is_behind_dot = word == ".";
        if (parts.is_behind_comma()) {
            comma = token;
            continue;
        }
        if (part == Rows::Part::more) {
            if (!rows) {
                rows.emplace(statement, false);
                rows->excerpt().add_instead("VALUES", token->begin);
            } else if (comma) {
                rows->add(*comma);
            }
            comma.reset();
            rows->add(*token);
            if (parts.is_behind_row() && rows->excerpt().sql().size() >= k_long_text && !end_rows()) {
                break;
            }
            continue;
        }
        if (comma) { // which no row follows
            frame->add(*comma);
            comma.reset();
        }
        if (!end_rows()) {
            break;
        }
        frame->add(*token);
    }
    end_rows();
    if (comma && frame) { // at the end of the text
        frame->add(*comma);
    }
    return frame ? std::move(frame->excerpt()) : Excerpt();
}

} // namespace headstart::sql
