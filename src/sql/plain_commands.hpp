#pragma once

#include "base/text.hpp"
#include "sql/scanner.hpp"

#include <array>
#include <string_view>

namespace headstart::sql {

/// Follows the tokens of one statement and tells whether it is one of the many of which traits_of() has
/// nothing to say, so that no tree need be made to ask it: that takes twenty times as long as to split the
/// text, and most of a file is CREATE, ALTER, COMMENT and INSERT. For statements that the grammar knows.
///
/// What it says of such a command hangs on a keyword, which can be written in one way only: CONCURRENTLY, or
/// the kind of what is created, altered or dropped. Where one of these stands, as a keyword or not, the
/// grammar decides. tests/fuzz/fuzz_statements.cpp holds the two against each other.
class PlainCommand {
public:
    /// Each token in turn, but for comments.
    void add(const Token& token, std::string_view word) {
        constexpr std::array<std::string_view, 9> k_commands{"create", "alter",    "drop", "comment", "grant",
                                                             "revoke", "truncate", "lock", "security"};
        constexpr std::array<std::string_view, 5> k_telling{"concurrently", "database", "tablespace",
                                                            "subscription", "system"};
        if (m_is_first) {
            m_is_first = false;
            m_is_plain = token.kind == TokenKind::word && base::is_one_of_ignoring_case(word, k_commands);
        } else if (m_is_plain && token.kind == TokenKind::word) {
            m_is_plain = !base::is_one_of_ignoring_case(word, k_telling);
        }
    }

    [[nodiscard]] bool is_plain() const { return m_is_plain; }

private:
    bool m_is_first = true;
    bool m_is_plain = false;
};

} // namespace headstart::sql
