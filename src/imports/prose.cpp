#include "imports/prose.hpp"

#include "base/printable.hpp"
#include "base/text.hpp"
#include "scripts/header.hpp"
#include "scripts/marker.hpp"
#include "sql/copy_data.hpp"
#include "sql/scanner.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace headstart::imports {

namespace {

constexpr std::string_view k_words_before = " as it was:";

} // namespace

std::vector<std::size_t> comments_like_markers(std::string_view text) {
    std::vector<std::size_t> marks;
    sql::SqlSpans spans(text);
    while (auto span = spans.next()) {
        sql::Scanner scanner(span->sql);
        bool ends_statement = true;
        while (auto token = scanner.next()) {
            token->begin += span->begin;
            token->end += span->begin;
            if (token->kind != sql::TokenKind::comment) {
                ends_statement = token->kind == sql::TokenKind::semicolon;
            } else if (scripts::as_marker(text, *token) ||
                       scripts::meant_marker(text, *token, ends_statement)) {
                marks.push_back(token->begin + 2);
            }
        }
    }
    return marks;
}

std::string with_plain_comments(std::string_view sql) {
    std::string result;
    std::size_t at = 0;
    for (const auto mark : comments_like_markers(sql)) {
        result += sql.substr(at, mark - at);
        result += k_words_before;
        result += mark < sql.size() && sql[mark] == ' ' ? "" : " ";
        at = mark;
    }
    return result.append(sql.substr(at));
}

std::string plain_message(std::string_view message) {
    std::string line(base::trim(message.substr(0, message.find('\n'))));
    line = base::printable(line, " ");
    return scripts::says_more_than_prose(line) ? fmt::format("“{}”", line) : line;
}

} // namespace headstart::imports
