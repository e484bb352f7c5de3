#include "sql/continued_strings.hpp"

#include "sql/scanner.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace headstart::sql {

namespace {

constexpr std::string_view k_white_space = " \t\r\n\f\v";

/// Behind the comment at `at`, and all comments and blanks that follow it.
std::size_t behind_line_comments(std::string_view sql, std::size_t at) {
    while (sql.substr(at).starts_with("--")) {
        const auto line_end = std::min(sql.find_first_of("\r\n", at), sql.size());
        at = std::min(sql.find_first_not_of(k_white_space, line_end), sql.size());
    }
    return at;
}

} // namespace

bool may_have_continued_string(std::string_view sql) {
    for (auto at = sql.find("--"); at != sql.npos; at = sql.find("--", at)) {
        const auto before = at == 0 ? sql.npos : sql.find_last_not_of(k_white_space, at - 1);
        at = behind_line_comments(sql, at);
        if (before != sql.npos && sql[before] == '\'' && at < sql.size() && sql[at] == '\'') {
            return true;
        }
    }
    return false;
}

void blank_comments_in_strings(std::string& sql) {
    Scanner scanner(sql);
    bool is_behind_string = false;
    std::vector<Token> comments; // behind that string
    while (const auto token = scanner.next()) {
        if (token->kind == TokenKind::comment) {
            comments.push_back(*token);
            is_behind_string = is_behind_string && sql[token->begin] == '-';
            continue;
        }
        const bool is_string = token->kind == TokenKind::string;
        if (is_behind_string && is_string && sql[token->begin] == '\'') {
            for (const auto& comment : comments) {
                sql.replace(comment.begin, comment.end - comment.begin, comment.end - comment.begin, ' ');
            }
        }
        is_behind_string = is_string;
        comments.clear();
    }
}

} // namespace headstart::sql
