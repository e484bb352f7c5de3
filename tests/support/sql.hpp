#pragma once

#include "sql/parse.hpp"
#include "support/catch.hpp"

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace headstart::test {

using ParsedStatements = std::variant<sql::StatementList, sql::SyntaxError>;

/// The statements' own texts; or one that says why there are none.
inline std::vector<std::string> texts(std::string_view text, const ParsedStatements& parsed) {
    if (const auto* error = std::get_if<sql::SyntaxError>(&parsed)) {
        return {"error at " + std::to_string(error->offset) + ": " + error->message};
    }
    std::vector<std::string> found;
    for (const auto& statement : std::get<sql::StatementList>(parsed)) {
        found.emplace_back(text.substr(statement.begin, statement.end - statement.begin));
    }
    return found;
}

/// By the grammar and by the scanner alone, which must agree on what PostgreSQL 15 knows.
inline std::vector<std::string> split_both_ways(std::string_view text) {
    auto by_grammar = texts(text, sql::parse_statements(text));
    INFO(text);
    CHECK(texts(text, sql::split_statements(text)) == by_grammar);
    return by_grammar;
}

} // namespace headstart::test
