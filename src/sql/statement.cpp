#include "sql/statement.hpp"

#include "base/text.hpp"
#include "sql/grammar.hpp"
#include "sql/nesting.hpp"
#include "sql/operator_runs.hpp"
#include "sql/scanner.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace headstart::sql {

namespace {

using Statements = std::variant<std::vector<Statement>, SyntaxError>;

/// The commands that read and write rows: they run inside any transaction, in every version and whatever is
/// in them. No tree is made of them, which would take ten times as long as all the rest for a file full of
/// rows, nor need the grammar know what a newer server lets them say.
constexpr std::array<std::string_view, 8> k_row_commands{"select", "insert", "update", "delete",
                                                         "merge",  "values", "table",  "with"};

/// A statement before the grammar is asked what it does.
struct Outline {
    Statement statement;
    NestingBound nesting;
    bool is_row_command = false;
    bool names_set_config = false;
    bool has_long_operator = false;
};

/// From the first token to the last: comments around a statement are none of it, so that positions and logs
/// point at the statement itself. Nothing where there is none.
std::optional<Outline> outline(const CopyScan& copy, std::size_t from, std::size_t to) {
    Scanner scanner(std::string_view(copy.sql).substr(0, to), from);
    std::optional<Outline> found;
    while (const auto token = scanner.next()) {
        if (token->kind == TokenKind::comment || token->kind == TokenKind::semicolon) {
            continue;
        }
        const auto word = std::string_view(copy.sql).substr(token->begin, token->end - token->begin);
        if (!found) {
            found = Outline{{token->begin, token->end, {}, std::nullopt}, {}};
            found->is_row_command =
                token->kind == TokenKind::open_parenthesis ||
                (token->kind == TokenKind::word && base::is_one_of_ignoring_case(word, k_row_commands));
        }
        found->statement.end = token->end;
        found->names_set_config = found->names_set_config || base::equals_ignoring_case(word, "set_config") ||
                                  word == "\"set_config\"";
        found->has_long_operator = found->has_long_operator || is_too_long(*token);
        found->nesting.add(*token, word);
    }
    if (!found) {
        return std::nullopt;
    }
    const auto block =
        std::lower_bound(copy.blocks.begin(), copy.blocks.end(), found->statement.end,
                         [](const CopyData& one, std::size_t end) { return one.statement_end < end; });
    if (block != copy.blocks.end() && block->statement_end <= to) {
        found->statement.copy_data = *block;
    }
    return found;
}

/// Adds the statement between two places of the text, if there is one.
void add_statement(std::vector<Statement>& statements, const CopyScan& copy, std::size_t from,
                   std::size_t to) {
    auto found = outline(copy, from, to);
    if (!found) {
        return;
    }
    auto& statement = found->statement;
    if (!found->is_row_command || found->names_set_config) {
        const auto text = copy.sql.substr(statement.begin, statement.end - statement.begin);
        const auto traits =
            found->has_long_operator ? std::nullopt : traits_by_grammar(text, found->nesting.levels());
        statement.traits = traits ? *traits : traits_of_unknown(text);
    }
    statements.push_back(std::move(statement));
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

CopyScan read_text(std::string_view text) {
    auto copy = blank_copy_data(text);
    break_operator_runs(copy.sql);
    return copy;
}

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

Statements parse_statements(std::string_view text) {
    const auto copy = read_text(text);
    if (copy.error) {
        return *copy.error;
    }
    if (has_operator_run(copy.sql)) {
        return split_statements(text);
    }
    const auto split = split_by_grammar(copy.sql);
    if (const auto* error = std::get_if<SyntaxError>(&split)) {
        return *error;
    }
    std::vector<Statement> statements;
    for (const auto& [begin, end] : std::get<std::vector<RawStatement>>(split)) {
        add_statement(statements, copy, begin, end);
    }
    return statements;
}

Statements split_statements(std::string_view text) {
    const auto copy = read_text(text);
    if (copy.error) {
        return *copy.error;
    }
    std::vector<Statement> statements;
    std::size_t from = 0;
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
            add_statement(statements, copy, from, token->begin);
            from = token->end;
            body = {};
        } else {
            body.add(*token, copy.sql);
        }
    }
    add_statement(statements, copy, from, copy.sql.size());
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
