#pragma once

#include "sql/roles_named.hpp"
#include "sql/statement_traits.hpp"
#include "sql/syntax_error.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <variant>
#include <vector>

/// The questions asked of libpg_query. It goes down parse trees by recursion and without a limit, two
/// kilobytes of stack for each operator, so what is deep runs on a thread whose stack is large enough for it.
namespace headstart::sql {

/// A statement with the comments around it, without its `;`.
struct RawStatement {
    std::size_t begin;
    std::size_t end;
};

/// The statements of a text; or the first place that is not SQL.
std::variant<std::vector<RawStatement>, SyntaxError> split_by_grammar(const std::string& text);

/// The library packs a tree in a time that is the square of its depth: a sixth of a second at this one.
inline constexpr std::size_t k_most_levels = 32'000;

/// What the parse tree of one statement says, where the grammar knows the statement and can look at it:
/// of more `levels` (NestingBound) than that it does not try, for no server takes an expression as
/// deep.
std::optional<StatementTraits> traits_by_grammar(const std::string& statement, std::size_t levels);

/// Adds the roles that one short statement names, if the grammar knows it (roles_named.hpp).
void roles_by_grammar(const std::string& statement, RolesNamed& roles);

} // namespace headstart::sql
