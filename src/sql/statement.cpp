#include "sql/statement.hpp"

#include "base/text.hpp"
#include "sql/continued_strings.hpp"
#include "sql/excerpts.hpp"
#include "sql/grammar.hpp"
#include "sql/nesting.hpp"
#include "sql/operator_runs.hpp"
#include "sql/pieces.hpp"
#include "sql/plain_commands.hpp"
#include "sql/row_commands.hpp"
#include "sql/scanner.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace headstart::sql {

namespace {

using Statements = std::variant<std::vector<Statement>, SyntaxError>;

/// A statement before the grammar is asked what it does.
struct Outline {
    Statement statement;
    NestingBound nesting = {};
    /// No tree is made of them, which would take ten times as long as all the rest for a file full of rows,
    /// nor need the grammar know what a newer server lets them say.
    bool is_row_command = false;
    PlainCommand plain = {};
    bool names_set_config = false;
    bool has_long_operator = false;
};

/// From the first token to the last: comments around a statement are none of it, so that positions and logs
/// point at the statement itself. Nothing where there is none.
std::optional<Outline> outline(const CopyScan& copy, std::size_t from, std::size_t to) {
    Scanner scanner(copy.sql.substr(0, to), from);
    std::optional<Outline> found;
    while (const auto token = scanner.next()) {
        if (token->kind == TokenKind::comment || token->kind == TokenKind::semicolon) {
            continue;
        }
        const auto word = copy.sql.substr(token->begin, token->end - token->begin);
        if (!found) {
            found = Outline{.statement = {.begin = token->begin, .end = token->end}};
            found->is_row_command = begins_row_command(*token, word);
        }
        found->statement.end = token->end;
        found->names_set_config = found->names_set_config || base::equals_ignoring_case(word, "set_config") ||
                                  word == "\"set_config\"";
        found->has_long_operator = found->has_long_operator || is_too_long(*token);
        found->plain.add(*token, word);
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

/// What the grammar says of one statement: at least what is enough of a long one.
struct Verdict {
    std::optional<SyntaxError> error = {}; ///< its place is one of the statement
    std::size_t statements = 0;            ///< that the grammar finds in it
};

Verdict look_at(const std::string& text) {
    auto split = split_by_grammar(text);
    if (auto* error = std::get_if<SyntaxError>(&split)) {
        return {.error = std::move(*error)};
    }
    return {.statements = std::get<std::vector<RawStatement>>(split).size()};
}

Verdict look_at(const Excerpt& excerpt) {
    auto verdict = look_at(excerpt.sql());
    if (verdict.error) {
        verdict.error->offset = excerpt.place_of(verdict.error->offset);
    }
    return verdict;
}

Verdict look_at_long(std::string_view text) {
    Verdict of_rows;
    const auto frame = make_excerpt(text, [&](const Excerpt& rows) {
        of_rows = look_at(rows);
        return !of_rows.error;
    });
    return of_rows.error ? of_rows : look_at(frame);
}

std::optional<SyntaxError> find_error(std::string_view text) {
    auto verdict = text.size() > k_long_text ? look_at_long(text) : look_at(std::string(text));
    return std::move(verdict.error);
}

/// Whether its tokens tell that there is nothing to say of it.
bool has_no_traits(const Outline& outline) {
    if (outline.is_row_command) {
        return !outline.names_set_config;
    }
    return outline.plain.is_plain() && !outline.statement.is_unchecked && !outline.has_long_operator &&
           outline.nesting.levels() <= k_most_levels;
}

StatementTraits traits_of_text(std::string_view text, const Outline& outline) {
    std::optional<StatementTraits> traits;
    if (!outline.has_long_operator) {
        const auto levels = outline.nesting.levels();
        traits = text.size() > k_long_text
                     ? traits_by_grammar(make_excerpt(text, [](const auto&) { return true; }).sql(), levels)
                     : traits_by_grammar(std::string(text), levels);
    }
    return traits ? *traits : traits_of_unknown(text);
}

/// Adds the statement between two places of the text, if there is one.
void add_statement(std::vector<Statement>& statements, const CopyScan& copy, std::size_t from, std::size_t to,
                   bool is_checked) {
    auto found = outline(copy, from, to);
    if (!found) {
        return;
    }
    auto& statement = found->statement;
    const auto text = copy.sql.substr(statement.begin, statement.end - statement.begin);
    const auto behind = std::upper_bound(copy.switches.begin(), copy.switches.end(), statement.begin);
    statement.has_backslashes = (behind - copy.switches.begin()) % 2 != 0;
    if (!is_checked) {
        statement.is_unchecked = found->has_long_operator || find_error(text);
    }
    if (!has_no_traits(*found)) {
        statement.traits = traits_of_text(text, *found);
    }
    statements.push_back(std::move(statement));
}

CopyScan read_text(std::string_view text) {
    auto copy = blank_copy_data(text);
    if (may_have_continued_string(copy.sql)) {
        blank_comments_in_strings(copy.change());
    }
    if (may_have_operator_run(copy.sql)) {
        break_operator_runs(copy.change());
    }
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

/// Adds the statements of a text from `begin` on, all at once.
std::optional<SyntaxError> add_by_grammar(std::vector<Statement>& statements, const CopyScan& copy,
                                          std::size_t begin, std::size_t end) {
    begin = std::min(copy.sql.find_first_not_of(" \t\r\n", begin), end); // rows that are blanked
    auto split = split_by_grammar(std::string(copy.sql.substr(begin, end - begin)));
    if (auto* error = std::get_if<SyntaxError>(&split)) {
        error->offset += begin;
        return std::move(*error);
    }
    for (const auto& one : std::get<std::vector<RawStatement>>(split)) {
        add_statement(statements, copy, begin + one.begin, begin + one.end, true);
    }
    return std::nullopt;
}

/// Whether it is one long statement, and right; and what is wrong with it.
std::variant<bool, SyntaxError> is_one_long(const CopyScan& copy, std::size_t begin, std::size_t end) {
    if (end - begin <= k_long_text) {
        return false;
    }
    auto verdict = look_at_long(copy.sql.substr(begin, end - begin));
    if (verdict.error) {
        verdict.error->offset += begin;
        return std::move(*verdict.error);
    }
    return verdict.statements == 1;
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
    // A tree for all of a file would take thirty times its length.
    std::vector<Statement> statements;
    Pieces pieces(copy.sql);
    while (const auto piece = pieces.next()) {
        auto is_long = is_one_long(copy, piece->begin, piece->end);
        if (auto* error = std::get_if<SyntaxError>(&is_long)) {
            return std::move(*error);
        }
        if (std::get<bool>(is_long)) {
            add_statement(statements, copy, piece->begin, piece->end, true);
        } else if (add_by_grammar(statements, copy, piece->begin, piece->end)) {
            // The last word is the grammar's, which may see the end of a statement elsewhere.
            auto error = add_by_grammar(statements, copy, piece->begin, copy.sql.size());
            return error ? Statements(std::move(*error)) : Statements(std::move(statements));
        }
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
            add_statement(statements, copy, from, token->begin, false);
            from = token->end;
            body = {};
        } else {
            body.add(*token, copy.sql);
        }
    }
    add_statement(statements, copy, from, copy.sql.size(), false);
    return statements;
}

std::optional<std::string_view> meta_command_at(std::string_view text, std::size_t offset) {
    if (offset >= text.size() || text[offset] != '\\') {
        return std::nullopt;
    }
    const auto copy = blank_copy_data(text);
    Scanner scanner(copy.sql);
    auto token = scanner.next();
    while (token && token->end <= offset) {
        token = scanner.next();
    }
    if (!token || token->kind != TokenKind::backslash) {
        return std::nullopt;
    }
    const auto end = text.find_first_of(" \t\r\n;", offset + 1);
    return text.substr(offset, std::min(end, text.size()) - offset);
}

} // namespace headstart::sql
