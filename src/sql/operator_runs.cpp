#include "sql/operator_runs.hpp"

#include <algorithm>
#include <string_view>

namespace headstart::sql {

bool may_have_operator_run(std::string_view text) {
    // Such a row covers one of the places that are as far apart as it is long: only these are looked at.
    constexpr auto k_stride = k_longest_operator + 1;
    for (auto at = k_longest_operator; at < text.size(); at += k_stride) {
        if (!is_operator_character(text[at])) {
            continue;
        }
        auto begin = at;
        while (begin > 0 && at - begin < k_stride && is_operator_character(text[begin - 1])) {
            --begin;
        }
        auto end = at + 1;
        while (end < text.size() && end - begin < k_stride && is_operator_character(text[end])) {
            ++end;
        }
        if (end - begin >= k_stride) {
            return true;
        }
    }
    return false;
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
