#include "sql/pieces.hpp"

#include "base/text.hpp"
#include "sql/excerpts.hpp"

#include <utility>

namespace headstart::sql {

namespace {

/// Bytes of statements that are looked at together: few enough for the stack that is there (grammar.cpp).
constexpr std::size_t k_together = k_long_text / 2;

} // namespace

void BodyTracker::add(const Token& token, std::string_view text) {
    m_parentheses += token.kind == TokenKind::open_parenthesis    ? 1
                     : token.kind == TokenKind::close_parenthesis ? -1
                                                                  : 0;
    if (token.kind != TokenKind::word || m_parentheses > 0) {
        return;
    }
    const auto word = base::to_lower(text.substr(token.begin, token.end - token.begin));
    if (m_words < 4) {
        m_is_create = m_words == 0 ? word == "create" : m_is_create;
        m_is_routine = m_is_routine || (m_is_create && (m_words == 1 || m_words == 3) &&
                                        (word == "function" || word == "procedure"));
        ++m_words;
    }
    if (m_is_routine) {
        m_blocks += word == "begin" || (word == "case" && m_blocks > 0) ? 1
                    : word == "end" && m_blocks > 0                     ? -1
                                                                        : 0;
    }
}

std::optional<Pieces::Piece> Pieces::next() {
    if (m_end_of_next > m_end) {
        return take(m_end_of_next);
    }
    const auto begin = m_end;
    auto end = begin;
    for (auto at = end_of_statement(); at > end; at = end_of_statement()) {
        if (at - begin > k_together) {
            m_end_of_next = at;
            return take(end > begin ? end : at);
        }
        end = at;
    }
    return end > begin ? std::optional(take(end)) : std::nullopt;
}

Pieces::Piece Pieces::take(std::size_t end) {
    return {std::exchange(m_end, end), end};
}

std::size_t Pieces::end_of_statement() {
    BodyTracker body;
    while (const auto token = m_scanner.next()) {
        if (token->kind == TokenKind::semicolon && !body.is_inside()) {
            return token->end;
        }
        body.add(*token, m_text);
    }
    return m_text.size();
}

} // namespace headstart::sql
