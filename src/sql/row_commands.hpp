#pragma once

#include "base/text.hpp"
#include "sql/scanner.hpp"

#include <array>
#include <string_view>

namespace headstart::sql {

/// Whether a statement's first token says that it reads and writes rows. Such commands run inside any
/// transaction, in every version and whatever is in them.
inline bool begins_row_command(const Token& first, std::string_view word) {
    constexpr std::array<std::string_view, 8> k_commands{"select", "insert", "update", "delete",
                                                         "merge",  "values", "table",  "with"};
    return first.kind == TokenKind::open_parenthesis ||
           (first.kind == TokenKind::word && base::is_one_of_ignoring_case(word, k_commands));
}

} // namespace headstart::sql
