#include "scripts/missing_semicolon.hpp"

#include "base/text.hpp"
#include "sql/copy_data.hpp"
#include "sql/scanner.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace headstart::scripts {

namespace {

constexpr auto k_first_words = std::to_array<std::string_view>({
    "alter",   "analyze", "begin",  "call",    "cluster", "comment",  "commit", "copy",   "create",
    "delete",  "do",      "drop",   "explain", "grant",   "insert",   "lock",   "merge",  "notify",
    "refresh", "reindex", "revoke", "select",  "set",     "truncate", "update", "vacuum", "with",
});

bool begins_its_line(std::string_view sql, std::size_t offset) {
    const auto line = sql.substr(0, offset).rfind('\n') + 1; // npos + 1 is 0
    return base::trim(sql.substr(line, offset - line)).empty();
}

/// Where the statement begins that is open at a place; nothing where none is.
std::optional<std::size_t> open_statement(std::string_view sql, std::size_t place) {
    std::optional<std::size_t> begin;
    sql::SqlSpans spans(sql);
    for (auto span = spans.next(); span && span->begin < place; span = spans.next()) {
        sql::Scanner scanner(span->sql);
        for (auto token = scanner.next(); token && span->begin + token->begin < place;
             token = scanner.next()) {
            if (token->kind == sql::TokenKind::semicolon) {
                begin.reset();
            } else if (token->kind != sql::TokenKind::comment) {
                begin = begin.value_or(span->begin + token->begin);
            }
        }
    }
    return begin;
}

} // namespace

std::optional<std::string> hint_for_missing_semicolon(std::string_view sql, std::size_t offset,
                                                      std::size_t line) {
    const auto rest = sql.substr(std::min(offset, sql.size()));
    const auto word = rest.substr(0, rest.find_first_of(" \t\r\n(;"));
    if (!base::is_one_of_ignoring_case(word, k_first_words) || !begins_its_line(sql, offset)) {
        return std::nullopt;
    }
    const auto begin = open_statement(sql, offset);
    if (!begin) {
        return std::nullopt;
    }
    const auto lines_before =
        std::count(sql.begin(), sql.begin() + static_cast<std::ptrdiff_t>(*begin), '\n');
    return fmt::format("the statement before it, which begins in line {}, lacks its `;`",
                       line + static_cast<std::size_t>(lines_before));
}

} // namespace headstart::scripts
