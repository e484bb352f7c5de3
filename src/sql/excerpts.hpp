#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

/// A parse tree takes thirty times the memory of its text. Of a statement that is long because it holds many
/// rows, many values or a long literal, the grammar need not see all at once: it takes the statement just
/// when it takes one of each kind in their place, and the rows by themselves.
namespace headstart::sql {

/// What is longer is looked at in excerpts. Bytes.
inline constexpr std::size_t k_long_text = std::size_t{64} * 1024;

/// A text made of pieces of another one, in their order.
class Excerpt {
public:
    /// The bytes [begin, end) of the other text, which is taken up again in a new line where it was left.
    void add(std::string_view text, std::size_t begin, std::size_t end);
    /// What does not stand there, in place of what begins at `begin`.
    void add_instead(std::string_view word, std::size_t begin);

    [[nodiscard]] const std::string& sql() const { return m_sql; }

    /// Of a byte of this text, the place in the other one.
    [[nodiscard]] std::size_t place_of(std::size_t offset) const;

private:
    struct Piece {
        std::size_t at;
        std::size_t place;
    };

    std::string m_sql;
    std::vector<Piece> m_pieces;
    std::size_t m_behind = 0; ///< in the other text, behind the last piece
};

/// Gives the rows of VALUES to `look`, as excerpts that are statements, as long as that says true. Returns
/// the statement with one row in place of many, a short list of constants in place of a long one, and short
/// literals; those of a DO, which are code, are left as they are.
Excerpt make_excerpt(std::string_view statement, const std::function<bool(const Excerpt& rows)>& look);

} // namespace headstart::sql
