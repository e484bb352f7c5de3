#include "base/utf8.hpp"
#include "fuzz/property.hpp"
#include "sql/copy_data.hpp"
#include "sql/excerpts.hpp"
#include "sql/grammar.hpp"
#include "sql/nesting.hpp"
#include "sql/one_line.hpp"
#include "sql/parse.hpp"
#include "sql/plain_commands.hpp"
#include "sql/scanner.hpp"
#include "sql/session_state.hpp"
#include "support/blanked_sql.hpp"

#include <variant>
#include <vector>

/// The statement splitter: any text that a migration file can hold.
namespace headstart::fuzz {

namespace {

using sql::Statement;
using sql::Token;
using sql::TokenKind;
using Statements = sql::StatementList;

bool only_space(std::string_view text) {
    return text.find_first_not_of(" \t\n\r\f\v") == std::string_view::npos;
}

void check_copy(std::string_view text, const test::BlankedSql& copy) {
    require(copy.are_in_order && copy.sql.size() == text.size(), "spans are in order");
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool is_spelt_anew = text[i] == '\\' && copy.sql[i] == '\'';
        require(copy.sql[i] == text[i] || copy.sql[i] == ' ' || is_spelt_anew,
                "a span is the text, but for escaped quotes");
    }
    std::size_t behind = 0;
    for (const auto& block : copy.blocks) {
        require(block.statement_end < block.begin && behind <= block.begin,
                "data comes behind its statement");
        require(block.begin <= block.end && text.substr(block.end).starts_with("\\."), "data ends at \\.");
        behind = block.end;
    }
}

std::vector<Token> check_tokens(std::string_view sql) {
    std::vector<Token> tokens;
    sql::Scanner scanner(sql);
    std::size_t behind = sql.starts_with(base::k_utf8_bom) ? base::k_utf8_bom.size() : 0;
    while (const auto token = scanner.next()) {
        require(tokens.empty() || tokens.back().is_closed, "nothing follows what nobody ends");
        require(token->begin >= behind && token->begin < token->end && token->end <= sql.size(),
                "tokens are in order");
        require(only_space(sql.substr(behind, token->begin - behind)), "only space is between tokens");
        behind = token->end;
        tokens.push_back(*token);
    }
    require(only_space(sql.substr(behind)), "only space is behind the last token");
    return tokens;
}

/// In order, from token to token, and together all tokens but comments and the `;` between them.
void check_statements(const Statements& statements, const std::vector<Token>& tokens) {
    auto token = tokens.begin();
    const auto pass_over_nothing = [&](std::size_t up_to) {
        for (; token != tokens.end() && token->begin < up_to; ++token) {
            require(token->kind == TokenKind::comment || token->kind == TokenKind::semicolon,
                    "every token is part of a statement");
        }
    };
    for (const auto& statement : statements) {
        require(statement.begin < statement.end, "no statement is empty");
        pass_over_nothing(statement.begin);
        require(token != tokens.end() && token->begin == statement.begin, "a statement begins with a token");
        std::size_t end = 0;
        for (; token != tokens.end() && token->begin < statement.end; ++token) {
            end = token->end;
        }
        require(end == statement.end, "a statement ends with a token");
        if (statement.copy_data) {
            require(statement.traits.uses_copy_protocol || statement.traits.name.empty(),
                    "only COPY has data");
            require(statement.end <= statement.copy_data->statement_end, "data stands behind the `;`");
        }
    }
    pass_over_nothing(std::string_view::npos);
}

void check_same(const Statements& parsed, const Statements& split) {
    require(parsed.size() == split.size(), "grammar and scanner find as many statements");
    for (std::size_t i = 0; i < parsed.size(); ++i) {
        require(parsed[i].begin == split[i].begin && parsed[i].end == split[i].end,
                "grammar and scanner find the same statements");
        require(parsed[i].copy_data.has_value() == split[i].copy_data.has_value(),
                "grammar and scanner find the same data");
        const auto& [a, b] = std::pair(parsed[i].traits, split[i].traits);
        require(a.transaction_use == b.transaction_use && a.name == b.name &&
                    a.effect->kind == b.effect->kind && a.commits == b.commits &&
                    a.sets_session == b.sets_session && a.sets_transaction == b.sets_transaction &&
                    a.makes_read_only == b.makes_read_only && a.changes_role == b.changes_role &&
                    a.uses_copy_protocol == b.uses_copy_protocol,
                "a statement is judged the same alone");
    }
}

/// Of what its tokens tell to be plain, the grammar has nothing to say.
void check_plain_commands(std::string_view text, const Statements& statements) {
    for (const auto& statement : statements) {
        const auto own = text.substr(statement.begin, statement.end - statement.begin);
        if (own.size() > sql::k_long_text) {
            continue;
        }
        sql::Scanner scanner(own);
        sql::PlainCommand command;
        sql::NestingBound nesting;
        while (const auto token = scanner.next()) {
            if (token->kind != TokenKind::comment) {
                command.add(*token, own.substr(token->begin, token->end - token->begin));
                nesting.add(*token, own.substr(token->begin, token->end - token->begin));
            }
        }
        const auto said = command.is_plain() && !statement.is_unchecked && !statement.has_backslashes
                              ? sql::traits_by_grammar(std::string(own), nesting.levels())
                              : std::nullopt;
        require(!said || (said->transaction_use == sql::TransactionUse::allowed && said->name.empty() &&
                          said->effect->kind == sql::Effect::Kind::none && !said->uses_copy_protocol &&
                          !said->sets_session && !said->sets_transaction && !said->makes_read_only &&
                          !said->sets_plain_mode && !said->sets_encoding && !said->changes_role &&
                          !said->commits && !said->may_wait_long && !said->discards_session),
                "a plain command has no traits");
    }
}

/// The filters for a whole text say yes wherever a statement of it does.
void check_filters(std::string_view text, const Statements& statements) {
    for (const auto& statement : statements) {
        const auto& traits = statement.traits;
        require(!traits.makes_read_only || sql::mentions_read_only(text),
                "what makes read-only is mentioned");
        require((!traits.sets_session && !traits.changes_role && !traits.discards_session) ||
                    sql::changes_session(text),
                "what changes the session is seen");
    }
}

/// Messages quote statements of others, and a password may be among the values. Those come from the server as
/// they are: a `\restrict` in them is no line of pg_dump's.
void check_one_line(std::string_view text) {
    const auto tokens = check_tokens(text);
    constexpr std::string_view k_secret = "hunter2";
    const auto shown = sql::one_line(text, sql::Literals::hidden);
    require(shown.find('\n') == std::string::npos && !base::find_invalid_utf8(shown), "one line of text");
    const bool is_name = std::any_of(tokens.begin(), tokens.end(), [&](const Token& token) {
        const bool is_shown = token.kind == TokenKind::word || token.kind == TokenKind::quoted_name;
        return is_shown &&
               text.substr(token.begin, token.end - token.begin).find(k_secret) != std::string_view::npos;
    });
    require(is_name || shown.find(k_secret) == std::string::npos, "no value is shown");
}

} // namespace

} // namespace headstart::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace headstart;
    using namespace headstart::fuzz;
    const auto given = migration_text_of(data, size);
    if (!given) {
        return k_rejected;
    }
    const auto text = *given;
    const auto copy = test::blank(text);
    check_copy(text, copy);
    const auto tokens = copy.error ? std::vector<Token>{} : check_tokens(copy.sql);
    if (copy.blocks.empty()) {
        check_one_line(text);
    }
    const auto parsed = sql::parse_statements(text);
    const auto split = sql::split_statements(text);
    for (const auto* result : {&parsed, &split}) {
        if (const auto* error = std::get_if<sql::SyntaxError>(result)) {
            require(error->offset <= text.size() && !error->message.empty(), "an error has place and words");
            (void)sql::meta_command_at(text, error->offset);
        } else {
            check_statements(std::get<Statements>(*result), tokens);
            check_filters(text, std::get<Statements>(*result));
            check_plain_commands(text, std::get<Statements>(*result));
        }
    }
    if (const auto* by_grammar = std::get_if<Statements>(&parsed)) {
        const auto* by_scanner = std::get_if<Statements>(&split);
        require(by_scanner != nullptr, "what the grammar knows the scanner can split");
        check_same(*by_grammar, *by_scanner);
    }
    return 0;
}
