#include "imports/statements.hpp"

#include "sql/copy_data.hpp"
#include "sql/scanner.hpp"

#include <optional>

namespace headstart::imports {

namespace {

/// Where the last statement ends; nothing if it has its `;`, or there is none.
std::optional<std::size_t> open_end(const std::string& text) {
    std::optional<std::size_t> end;
    sql::SqlSpans spans(text);
    while (auto span = spans.next()) {
        sql::Scanner scanner(span->sql);
        while (const auto token = scanner.next()) {
            if (token->kind == sql::TokenKind::semicolon) {
                end.reset();
            } else if (token->kind != sql::TokenKind::comment) {
                end = span->begin + token->end;
            }
        }
    }
    return end;
}

} // namespace

std::string with_semicolon(std::string sql) {
    if (const auto end = open_end(sql)) {
        sql.insert(*end, ";");
    }
    return sql;
}

} // namespace headstart::imports
