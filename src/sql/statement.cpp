#include "sql/statement.hpp"

#include "base/text.hpp"
#include "sql/pg_query_handles.hpp"
#include "sql/scanner.hpp"

#include <algorithm>
#include <charconv>
#include <string>
#include <sys/resource.h>

namespace headstart::sql {

namespace {

/// From the first token to the last: comments around a statement are none of it, so that positions and logs
/// point at the statement itself.
Statement make_statement(const CopyScan& copy, std::size_t from, std::size_t to) {
    Scanner scanner(std::string_view(copy.sql).substr(0, to), from);
    std::optional<Statement> statement;
    while (const auto token = scanner.next()) {
        if (token->kind != TokenKind::comment && token->kind != TokenKind::semicolon) {
            statement = statement.value_or(Statement{token->begin, token->end, {}, std::nullopt});
            statement->end = token->end;
        }
    }
    if (!statement) {
        return {to, to, {}, std::nullopt};
    }
    const auto block =
        std::lower_bound(copy.blocks.begin(), copy.blocks.end(), statement->end,
                         [](const CopyData& one, std::size_t end) { return one.statement_end < end; });
    if (block != copy.blocks.end() && block->statement_end <= to) {
        statement->copy_data = *block;
    }
    return *statement;
}

/// The library goes down a parse tree by recursion and without a limit: with the usual 8 MB an expression of
/// five thousand operators would end in a SIGSEGV. The main thread's stack grows as far as the limit of the
/// moment lets it; the application must not inherit ours.
class DeepStack {
public:
    DeepStack() {
        constexpr rlim_t k_enough = rlim_t{1} << 30U;
        ::getrlimit(RLIMIT_STACK, &m_before);
        auto limit = m_before;
        limit.rlim_cur = std::max(m_before.rlim_cur, std::min(m_before.rlim_max, k_enough));
        ::setrlimit(RLIMIT_STACK, &limit);
    }

    DeepStack(const DeepStack&) = delete;
    DeepStack& operator=(const DeepStack&) = delete;

    ~DeepStack() { ::setrlimit(RLIMIT_STACK, &m_before); }

private:
    rlimit m_before{};
};

using Statements = std::variant<std::vector<Statement>, SyntaxError>;

Statements parse_blanked(const CopyScan& copy) {
    const DeepStack stack;
    const ParseResult result(pg_query_parse_protobuf(copy.sql.c_str()));
    if (result->error != nullptr) {
        return to_syntax_error(*result->error, copy.sql);
    }
    const auto tree = unpack<PgQuery__ParseResult>(pg_query__parse_result__descriptor, result->parse_tree);
    std::vector<Statement> statements;
    statements.reserve(tree->n_stmts);
    for (std::size_t i = 0; i < tree->n_stmts; ++i) {
        const auto& raw = *tree->stmts[i];
        const auto from = static_cast<std::size_t>(raw.stmt_location);
        // Length 0 is the library's way to say "to the end": the last statement has no `;`.
        const auto to = raw.stmt_len == 0 ? copy.sql.size() : from + static_cast<std::size_t>(raw.stmt_len);
        statements.push_back(make_statement(copy, from, to));
        statements.back().traits = traits_of(*raw.stmt);
    }
    return statements;
}

/// The traits of one statement, where the grammar knows it.
StatementTraits traits_of_text(const std::string& text) {
    const DeepStack stack;
    const ParseResult result(pg_query_parse_protobuf(text.c_str()));
    if (result->error != nullptr) {
        return {};
    }
    const auto tree = unpack<PgQuery__ParseResult>(pg_query__parse_result__descriptor, result->parse_tree);
    return tree->n_stmts == 1 ? traits_of(*tree->stmts[0]->stmt) : StatementTraits{};
}

/// A `;` in parentheses (the actions of a rule) or between BEGIN ATOMIC and END (a function's body) ends no
/// statement. Which BEGIN is meant is decided as psql does: only in CREATE FUNCTION and CREATE PROCEDURE.
class BodyTracker {
public:
    void add(const Token& token, std::string_view text) {
        m_parentheses += token.kind == TokenKind::open_parenthesis    ? 1
                         : token.kind == TokenKind::close_parenthesis ? -1
                                                                      : 0;
        if (token.kind != TokenKind::word || m_parentheses > 0) {
            return;
        }
        const auto word = base::to_lower(text.substr(token.begin, token.end - token.begin));
        if (m_words < 4) {
            m_is_create = m_words == 0 ? word == "create" : m_is_create;
            m_is_routine = m_is_routine || (m_is_create && (m_words == 1 || m_words == 3) &&
                                            (word == "function" || word == "procedure"));
            ++m_words;
        }
        if (m_is_routine) {
            m_blocks += word == "begin" || (word == "case" && m_blocks > 0) ? 1
                        : word == "end" && m_blocks > 0                     ? -1
                                                                            : 0;
        }
    }

    [[nodiscard]] bool is_inside() const { return m_parentheses > 0 || m_blocks > 0; }

private:
    int m_parentheses = 0;
    int m_blocks = 0;
    int m_words = 0;
    bool m_is_create = false;
    bool m_is_routine = false;
};

/// What the grammar calls it.
std::string_view name_of_open(const Token& token) {
    switch (token.kind) {
    case TokenKind::comment:
        return "unterminated /* comment";
    case TokenKind::quoted_name:
        return "unterminated quoted identifier";
    case TokenKind::dollar_text:
        return "unterminated dollar-quoted string";
    default:
        return "unterminated quoted string";
    }
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
    std::vector<Statement> statements;
    std::size_t from = 0;
    const auto add = [&](std::size_t to) {
        auto statement = make_statement(copy, from, to);
        if (statement.begin < statement.end) {
            statement.traits =
                traits_of_text(copy.sql.substr(statement.begin, statement.end - statement.begin));
            statements.push_back(std::move(statement));
        }
    };
    Scanner scanner(copy.sql);
    BodyTracker body;
    while (const auto token = scanner.next()) {
        if (!token->is_closed) {
            return SyntaxError{token->begin, std::string(name_of_open(*token))};
        }
        if (token->kind == TokenKind::backslash) {
            return SyntaxError{token->begin, "syntax error at or near \"\\\""};
        }
        if (token->kind == TokenKind::semicolon && !body.is_inside()) {
            add(token->begin);
            from = token->end;
            body = {};
        } else {
            body.add(*token, copy.sql);
        }
    }
    add(copy.sql.size());
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
