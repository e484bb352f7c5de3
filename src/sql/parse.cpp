#include "sql/parse.hpp"

#include "base/text.hpp"
#include "sql/continued_strings.hpp"
#include "sql/copy_data.hpp"
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

using Statements = std::variant<StatementList, SyntaxError>;

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
std::optional<Outline> outline(std::string_view sql, std::size_t from, std::size_t to) {
    Scanner scanner(sql.substr(0, to), from);
    std::optional<Outline> found;
    while (const auto token = scanner.next()) {
        if (token->kind == TokenKind::comment || token->kind == TokenKind::semicolon) {
            continue;
        }
        const auto word = sql.substr(token->begin, token->end - token->begin);
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
    return found;
}

/// The rows of a statement that stands before `to`.
std::optional<CopyData> rows_of(const SqlSpan& span, const Statement& statement, std::size_t to) {
    const auto block =
        std::lower_bound(span.blocks.begin(), span.blocks.end(), span.begin + statement.end,
                         [](const CopyData& one, std::size_t end) { return one.statement_end < end; });
    return block != span.blocks.end() && block->statement_end <= span.begin + to ? std::optional(*block)
                                                                                 : std::nullopt;
}

bool has_backslashes(const SqlSpan& span, std::size_t at) {
    const auto behind = std::upper_bound(span.switches.begin(), span.switches.end(), at);
    return ((behind - span.switches.begin()) % 2 != 0) != span.begins_with_escapes;
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

/// Adds the statement between two places of a span, if there is one.
void add_statement(StatementList& statements, const SqlSpan& span, std::size_t from, std::size_t to,
                   bool is_checked) {
    auto found = outline(span.sql, from, to);
    if (!found) {
        return;
    }
    auto& statement = found->statement;
    const auto text = span.sql.substr(statement.begin, statement.end - statement.begin);
    statement.copy_data = rows_of(span, statement, to);
    statement.has_backslashes = has_backslashes(span, statement.begin);
    if (!is_checked) {
        statement.is_unchecked = found->has_long_operator || find_error(text);
    }
    if (!has_no_traits(*found)) {
        statement.traits = traits_of_text(text, *found);
    }
    statement.begin += span.begin;
    statement.end += span.begin;
    statements.push_back(std::move(statement));
}

/// As the grammar can read it.
void make_readable(SqlSpan& span) {
    if (may_have_continued_string(span.sql)) {
        blank_comments_in_strings(span.change());
    }
    if (may_have_operator_run(span.sql)) {
        break_operator_runs(span.change());
    }
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

using Problem = std::optional<SyntaxError>;

/// An error in a span, at its place of the text.
SyntaxError in_text(SyntaxError error, const SqlSpan& span, std::size_t begin) {
    error.offset += span.begin + begin;
    return error;
}

/// Adds the statements of a span from `begin` on, all at once.
Problem add_by_grammar(StatementList& statements, const SqlSpan& span, std::size_t begin, std::size_t end) {
    auto split = split_by_grammar(std::string(span.sql.substr(begin, end - begin)));
    if (auto* error = std::get_if<SyntaxError>(&split)) {
        return in_text(std::move(*error), span, begin);
    }
    for (const auto& one : std::get<std::vector<RawStatement>>(split)) {
        add_statement(statements, span, begin + one.begin, begin + one.end, true);
    }
    return std::nullopt;
}

/// Whether it is one long statement, and right; and what is wrong with it.
std::variant<bool, SyntaxError> is_one_long(const SqlSpan& span, std::size_t begin, std::size_t end) {
    if (end - begin <= k_long_text) {
        return false;
    }
    auto verdict = look_at_long(span.sql.substr(begin, end - begin));
    if (verdict.error) {
        return in_text(std::move(*verdict.error), span, begin);
    }
    return verdict.statements == 1;
}

/// A tree for all of a file would take thirty times its length.
Problem parse_span(StatementList& statements, const SqlSpan& span) {
    Pieces pieces(span.sql);
    while (const auto piece = pieces.next()) {
        auto is_long = is_one_long(span, piece->begin, piece->end);
        if (auto* error = std::get_if<SyntaxError>(&is_long)) {
            return std::move(*error);
        }
        if (std::get<bool>(is_long)) {
            add_statement(statements, span, piece->begin, piece->end, true);
        } else if (add_by_grammar(statements, span, piece->begin, piece->end)) {
            // The last word is the grammar's, which may see the end of a statement elsewhere.
            return add_by_grammar(statements, span, piece->begin, span.sql.size());
        }
    }
    return std::nullopt;
}

Problem split_span(StatementList& statements, const SqlSpan& span) {
    std::size_t from = 0;
    Scanner scanner(span.sql);
    BodyTracker body;
    while (const auto token = scanner.next()) {
        if (!token->is_closed) {
            return in_text({token->begin, std::string(name_of_open(*token))}, span, 0);
        }
        if (token->kind == TokenKind::backslash) {
            return in_text({token->begin, "syntax error at or near \"\\\""}, span, 0);
        }
        if (token->kind == TokenKind::semicolon && !body.is_inside()) {
            add_statement(statements, span, from, token->begin, false);
            from = token->end;
            body = {};
        } else {
            body.add(*token, span.sql);
        }
    }
    add_statement(statements, span, from, span.sql.size(), false);
    return std::nullopt;
}

using ReadSpan = Problem (*)(StatementList&, const SqlSpan&);

/// A text that nobody ends the rows of is wrong for that, whatever else it says.
Statements read_spans(std::string_view text, ReadSpan read) {
    StatementList statements;
    SqlSpans spans(text);
    Problem problem;
    while (auto span = spans.next()) {
        if (!problem && !spans.error()) {
            make_readable(*span);
            problem = read(statements, *span);
        }
    }
    problem = spans.error() ? spans.error() : std::move(problem);
    return problem ? Statements(std::move(*problem)) : Statements(std::move(statements));
}

bool has_operator_run_anywhere(std::string_view text) {
    if (!may_have_operator_run(text)) {
        return false;
    }
    SqlSpans spans(text);
    while (auto span = spans.next()) {
        make_readable(*span);
        if (has_operator_run(span->sql)) {
            return true;
        }
    }
    return false;
}

} // namespace

Statements parse_statements(std::string_view text) {
    return read_spans(text, has_operator_run_anywhere(text) ? split_span : parse_span);
}

Statements split_statements(std::string_view text) {
    return read_spans(text, split_span);
}

std::optional<std::string_view> meta_command_at(std::string_view text, std::size_t offset) {
    if (offset >= text.size() || text[offset] != '\\') {
        return std::nullopt;
    }
    SqlSpans spans(text);
    auto span = spans.next();
    while (span && span->begin + span->sql.size() <= offset) {
        span = spans.next();
    }
    if (!span || span->begin > offset) {
        return std::nullopt;
    }
    Scanner scanner(span->sql);
    auto token = scanner.next();
    while (token && span->begin + token->end <= offset) {
        token = scanner.next();
    }
    if (!token || token->kind != TokenKind::backslash) {
        return std::nullopt;
    }
    const auto end = text.find_first_of(" \t\r\n;", offset + 1);
    return text.substr(offset, std::min(end, text.size()) - offset);
}

} // namespace headstart::sql
