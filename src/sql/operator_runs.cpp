#include "sql/operator_runs.hpp"

#include <algorithm>
#include <string_view>

namespace headstart::sql {

bool may_have_operator_run(std::string_view text) {
    std::size_t run = 0;
    return std::any_of(text.begin(), text.end(), [&](char c) {
        run = is_operator_character(c) ? run + 1 : 0;
        return run > k_longest_operator;
    });
}

bool has_operator_run(std::string_view text) {
    if (!may_have_operator_run(text)) {
        return false;
    }
    Scanner scanner(text);
    for (auto token = scanner.next(); token; token = scanner.next()) {
        const bool is_open = !token->is_closed && token->kind == TokenKind::comment;
        if (is_open || is_too_long(*token)) {
            return true;
        }
    }
    return false;
}

void break_operator_runs(std::string& text) {
    if (!may_have_operator_run(text)) {
        return;
    }
    Scanner scanner(text); // goes on over the blanks
    while (const auto token = scanner.next()) {
        const auto begin = text.begin() + static_cast<std::ptrdiff_t>(token->begin);
        if (token->kind == TokenKind::comment && *begin == '/' && token->is_closed) {
            std::replace_if(
                begin, text.begin() + static_cast<std::ptrdiff_t>(token->end),
                [](char c) { return c != '\n' && c != '\r'; }, ' ');
        }
    }
}

} // namespace headstart::sql
