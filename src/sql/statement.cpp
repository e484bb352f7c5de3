#include "sql/statement.hpp"

#include "sql/pg_query_handles.hpp"

#include <algorithm>
#include <charconv>

namespace headstart::sql {

namespace {

/// Leading white space and comments off, so that positions and logs point at the statement itself.
/// Block comments nest in SQL.
std::size_t skip_to_first_token(std::string_view text, std::size_t at, std::size_t end) {
    int depth = 0;
    while (at < end) {
        const auto rest = text.substr(at, end - at);
        if (rest.starts_with("/*")) {
            ++depth;
            at += 2;
        } else if (depth > 0 && rest.starts_with("*/")) {
            --depth;
            at += 2;
        } else if (depth == 0 && rest.starts_with("--")) {
            at += std::min(rest.find('\n'), rest.size());
        } else if (depth > 0 ||
                   std::string_view(" \t\r\n\f\v").find(rest.front()) != std::string_view::npos) {
            ++at;
        } else {
            break;
        }
    }
    return at;
}

std::size_t without_trailing_space(std::string_view text, std::size_t begin, std::size_t end) {
    while (end > begin && std::string_view(" \t\r\n\f\v").find(text[end - 1]) != std::string_view::npos) {
        --end;
    }
    return end;
}

Statement make_statement(const CopyScan& copy, int location, int length, const StatementTraits& traits) {
    const auto from = static_cast<std::size_t>(location);
    // Length 0 is the library's way to say "to the end": the last statement has no `;`.
    const auto to = length == 0 ? copy.sql.size() : from + static_cast<std::size_t>(length);
    const auto begin = skip_to_first_token(copy.sql, from, to);
    Statement statement{begin, without_trailing_space(copy.sql, begin, to), traits, std::nullopt};
    for (const auto& block : copy.blocks) {
        if (block.statement_end >= statement.begin && block.statement_end <= to) {
            statement.copy_data = block;
        }
    }
    return statement;
}

using Statements = std::variant<std::vector<Statement>, SyntaxError>;

Statements parse_blanked(const CopyScan& copy) {
    const ParseResult result(pg_query_parse_protobuf(copy.sql.c_str()));
    if (result->error != nullptr) {
        return to_syntax_error(*result->error, copy.sql);
    }
    const auto tree = unpack<PgQuery__ParseResult>(pg_query__parse_result__descriptor, result->parse_tree);
    std::vector<Statement> statements;
    statements.reserve(tree->n_stmts);
    for (std::size_t i = 0; i < tree->n_stmts; ++i) {
        const auto& raw = *tree->stmts[i];
        statements.push_back(make_statement(copy, raw.stmt_location, raw.stmt_len, traits_of(*raw.stmt)));
    }
    return statements;
}

/// The traits of one statement, where the grammar knows it.
StatementTraits traits_of_text(const std::string& text) {
    const ParseResult result(pg_query_parse_protobuf(text.c_str()));
    if (result->error != nullptr) {
        return {};
    }
    const auto tree = unpack<PgQuery__ParseResult>(pg_query__parse_result__descriptor, result->parse_tree);
    return tree->n_stmts == 1 ? traits_of(*tree->stmts[0]->stmt) : StatementTraits{};
}

} // namespace

int grammar_version() {
    constexpr std::string_view k_version = PG_MAJORVERSION;
    int version = 0;
    std::from_chars(k_version.data(), k_version.data() + k_version.size(), version);
    return version;
}

Statements parse_statements(std::string_view text) {
    const auto copy = blank_copy_data(text);
    return copy.error ? Statements(*copy.error) : parse_blanked(copy);
}

Statements split_statements(std::string_view text) {
    const auto copy = blank_copy_data(text);
    if (copy.error) {
        return *copy.error;
    }
    const SplitResult result(pg_query_split_with_scanner(copy.sql.c_str()));
    if (result->error != nullptr) {
        return to_syntax_error(*result->error, copy.sql);
    }
    std::vector<Statement> statements;
    for (int i = 0; i < result->n_stmts; ++i) {
        const auto& part = *result->stmts[i];
        auto statement = make_statement(copy, part.stmt_location, part.stmt_len, {});
        statement.traits = traits_of_text(copy.sql.substr(statement.begin, statement.end - statement.begin));
        if (statement.begin < statement.end) {
            statements.push_back(std::move(statement));
        }
    }
    return statements;
}

std::optional<std::string_view> meta_command_at(std::string_view text, std::size_t offset) {
    if (offset >= text.size() || text[offset] != '\\') {
        return std::nullopt;
    }
    const auto end = text.find_first_of(" \t\r\n;", offset + 1);
    return text.substr(offset, std::min(end, text.size()) - offset);
}

} // namespace headstart::sql
