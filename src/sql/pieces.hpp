#pragma once

#include "sql/scanner.hpp"

#include <cstddef>
#include <optional>
#include <string_view>

/// Where statements end, by the scanner.
namespace headstart::sql {

/// A `;` in parentheses (the actions of a rule) or between BEGIN ATOMIC and END (a function's body) ends no
/// statement. Which BEGIN is meant is decided as psql does: only in CREATE FUNCTION and CREATE PROCEDURE.
class BodyTracker {
public:
    /// Each token of a statement in turn.
    void add(const Token& token, std::string_view text);

    [[nodiscard]] bool is_inside() const { return m_parentheses > 0 || m_blocks > 0; }

private:
    int m_parentheses = 0;
    int m_blocks = 0;
    int m_words = 0;
    bool m_is_create = false;
    bool m_is_routine = false;
};

/// What ends behind the `;` of a statement: one, or several that the grammar is asked of together, up to half
/// of k_long_text. A statement that is longer is a piece by itself.
class Pieces {
public:
    explicit Pieces(std::string_view text)
        : m_text(text)
        , m_scanner(text) {}

    struct Piece {
        std::size_t begin;
        std::size_t end;
    };

    std::optional<Piece> next();

private:
    Piece take(std::size_t end);
    std::size_t end_of_statement();

    std::string_view m_text;
    Scanner m_scanner;
    std::size_t m_end = 0;         ///< of the last piece
    std::size_t m_end_of_next = 0; ///< of a long statement that was found behind it
};

} // namespace headstart::sql
