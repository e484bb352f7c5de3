#include "sql/parse_only.hpp"

#include "base/text.hpp"
#include "sql/row_commands.hpp"
#include "sql/scanner.hpp"

#include <array>

namespace headstart::sql {

namespace {

/// The utility commands whose query is looked at by Parse; beside them CREATE TABLE … AS.
constexpr std::array<std::string_view, 3> k_with_query{"declare", "explain", "call"};

struct Leading {
    bool is_row_command = false;
    bool has_query = false;
};

Leading look_at_words(std::string_view statement) {
    Leading found;
    Scanner scanner(statement);
    bool is_first = true;
    bool makes_table = false;
    int depth = 0;
    for (int words = 0; const auto token = scanner.next();) {
        if (token->kind == TokenKind::comment) {
            continue;
        }
        const auto word = statement.substr(token->begin, token->end - token->begin);
        const auto is = [&](std::string_view keyword) {
            return token->kind == TokenKind::word && base::equals_ignoring_case(word, keyword);
        };
        if (is_first) {
            found.is_row_command = begins_row_command(*token, word);
            found.has_query = base::is_one_of_ignoring_case(word, k_with_query);
            if (!is("create")) {
                return found;
            }
        }
        is_first = false;
        constexpr int k_words_to_table = 4; // CREATE GLOBAL TEMPORARY TABLE
        makes_table = makes_table || (++words <= k_words_to_table && (is("table") || is("materialized")));
        depth += token->kind == TokenKind::open_parenthesis    ? 1
                 : token->kind == TokenKind::close_parenthesis ? -1
                                                               : 0;
        found.has_query = found.has_query || (makes_table && depth == 0 && is("as"));
    }
    return found;
}

} // namespace

ParseOnly parse_only(std::string_view statement) {
    constexpr std::string_view k_prepare = "PREPARE headstart AS "; // looks nothing up until it is executed
    const auto words = look_at_words(statement);
    if (words.is_row_command) {
        return {std::string(k_prepare).append(statement), k_prepare.size()};
    }
    if (words.has_query) { // two statements are refused as soon as both are parsed
        return {std::string(statement).append("\n;SELECT 1"), 0, true};
    }
    return {std::string(statement)};
}

} // namespace headstart::sql
