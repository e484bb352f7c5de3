#include "sql/large_objects.hpp"

#include "base/text.hpp"
#include "sql/scanner.hpp"

#include <array>

namespace headstart::sql {

namespace {

constexpr std::array<std::string_view, 3> k_calls{"lo_open", "lowrite", "lo_close"};

/// The next token's text; empty at the end.
std::string_view next_word(Scanner& scanner, std::string_view statement) {
    auto token = scanner.next();
    while (token && token->kind == TokenKind::comment) {
        token = scanner.next();
    }
    return token ? statement.substr(token->begin, token->end - token->begin) : std::string_view{};
}

} // namespace

bool writes_large_object(std::string_view statement) {
    Scanner scanner(statement);
    if (!base::equals_ignoring_case(next_word(scanner, statement), "select")) {
        return false;
    }
    auto word = next_word(scanner, statement);
    if (base::equals_ignoring_case(word, "pg_catalog") && next_word(scanner, statement) == ".") {
        word = next_word(scanner, statement);
    }
    if (!base::is_one_of_ignoring_case(word, k_calls) || next_word(scanner, statement) != "(") {
        return false;
    }
    while (!word.empty() && word != ")") {
        word = next_word(scanner, statement);
    }
    return next_word(scanner, statement).empty();
}

} // namespace headstart::sql
