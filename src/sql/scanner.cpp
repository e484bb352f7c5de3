#include "sql/scanner.hpp"

#include "sql/pg_query_handles.hpp"

#include <algorithm>

namespace headstart::sql {

namespace {

TokenKind kind_of(PgQuery__Token token) {
    switch (token) {
    case PG_QUERY__TOKEN__SQL_COMMENT:
    case PG_QUERY__TOKEN__C_COMMENT:
        return TokenKind::comment;
    case PG_QUERY__TOKEN__ASCII_59:
        return TokenKind::semicolon;
    case PG_QUERY__TOKEN__COPY:
        return TokenKind::copy;
    case PG_QUERY__TOKEN__FROM:
        return TokenKind::from;
    case PG_QUERY__TOKEN__STDIN:
        return TokenKind::standard_input;
    default:
        return TokenKind::other;
    }
}

} // namespace

Scan scan(const std::string& text) {
    const ScanResult result(pg_query_scan(text.c_str()));
    if (result->error != nullptr) {
        return {{}, to_syntax_error(*result->error, text)};
    }
    const auto unpacked = unpack<PgQuery__ScanResult>(pg_query__scan_result__descriptor, result->pbuf);
    Scan scanned;
    scanned.tokens.reserve(unpacked->n_tokens);
    for (std::size_t i = 0; i < unpacked->n_tokens; ++i) {
        const auto& token = *unpacked->tokens[i];
        scanned.tokens.push_back({static_cast<std::size_t>(token.start), static_cast<std::size_t>(token.end),
                                  kind_of(token.token)});
    }
    return scanned;
}

bool ends_between_tokens(std::string_view text) {
    while (true) {
        const auto error = scan(std::string(text)).error;
        if (!error) {
            return true;
        }
        if (error->message.starts_with("unterminated")) {
            return false;
        }
        // Some other complaint: what matters is how the text ends, so go on behind it.
        text.remove_prefix(std::min(error->offset + 1, text.size()));
    }
}

} // namespace headstart::sql
