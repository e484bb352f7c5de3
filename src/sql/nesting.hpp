#pragma once

#include "sql/scanner.hpp"

#include <cstddef>
#include <string_view>
#include <vector>

namespace headstart::sql {

/// How deep the parse tree of one statement can be at most, by its tokens: each may open a level, but what a
/// comma or a set operation (UNION …) has ended is beside what follows it, and not above.
class NestingBound {
public:
    NestingBound()
        : m_open(1) {}

    /// Each token in turn, but for comments.
    void add(const Token& token, std::string_view word);

    /// Levels, in tokens.
    [[nodiscard]] std::size_t levels() const;

private:
    /// What is between two parentheses or brackets.
    struct Group {
        std::size_t set_operations = 0; ///< they are one below the other
        std::size_t item = 0;           ///< tokens since the last comma
        std::size_t inner = 0;          ///< the deepest group of this item
        std::size_t deepest = 0;        ///< of the items before

        void end_item();
        [[nodiscard]] std::size_t levels() const;
    };

    void close();

    std::vector<Group> m_open; ///< never empty: the statement itself is one
};

} // namespace headstart::sql
