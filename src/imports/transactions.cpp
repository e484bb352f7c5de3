#include "imports/transactions.hpp"

#include "base/text.hpp"
#include "sql/parse.hpp"
#include "sql/scanner.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

namespace headstart::imports {

namespace {

using sql::Statement;
using sql::StatementList;
using sql::TransactionUse;

/// Nothing of a text that is no SQL: whoever reads it next says so.
StatementList statements_of(std::string_view text) {
    auto parsed = sql::parse_statements(text);
    if (std::holds_alternative<sql::SyntaxError>(parsed)) {
        parsed = sql::split_statements(text); // a newer grammar's, perhaps
    }
    auto* const statements = std::get_if<StatementList>(&parsed);
    return statements == nullptr ? StatementList{} : std::move(*statements);
}

/// The plain words of a statement, comments left out: "ALTER TYPE mood ADD VALUE".
std::vector<std::string> words_at_beginning(std::string_view statement, std::size_t most) {
    std::vector<std::string> words;
    sql::Scanner scanner(statement);
    for (auto token = scanner.next(); token && words.size() < most; token = scanner.next()) {
        if (token->kind != sql::TokenKind::comment) {
            words.push_back(base::to_lower(statement.substr(token->begin, token->end - token->begin)));
        }
    }
    return words;
}

/// The new label cannot be used before the transaction that adds it has been committed.
bool adds_enum_label(std::string_view statement) {
    const auto words = words_at_beginning(statement, 8);
    const auto add = std::find(words.begin(), words.end(), "add");
    return words.size() > 4 && words[0] == "alter" && words[1] == "type" && add != words.end() &&
           add + 1 != words.end() && *(add + 1) == "value";
}

/// BEGIN and COMMIT as most people write them; with modes they say more than headstart does by itself.
bool is_plain(std::string_view statement) {
    static constexpr std::array<std::string_view, 6> k_words{"begin", "start", "commit",
                                                             "end",   "work",  "transaction"};
    const auto words = words_at_beginning(statement, 3);
    return words.size() < 3 &&
           std::all_of(
               words.begin(), words.end(),
               [](const std::string& word) {
                   return std::find(k_words.begin(), k_words.end(), word) != k_words.end();
               });
}

struct Uses {
    std::size_t forbidden = 0;
    std::size_t controls = 0; ///< BEGIN, COMMIT and their like
    std::size_t doubtful = 0; ///< that run in a transaction or not by what the catalogue or a body holds
    bool adds_labels = false;
};

Uses uses_of(std::string_view text, const StatementList& statements) {
    Uses uses;
    for (const auto& statement : statements) {
        switch (statement.traits.transaction_use) {
        case TransactionUse::forbidden:
            ++uses.forbidden;
            break;
        case TransactionUse::begins:
        case TransactionUse::ends:
            ++uses.controls;
            break;
        case TransactionUse::depends:
        case TransactionUse::may_commit:
            ++uses.doubtful;
            break;
        default:
            break;
        }
        uses.adds_labels = uses.adds_labels ||
                           adds_enum_label(text.substr(statement.begin, statement.end - statement.begin));
    }
    return uses;
}

/// That does the same in a transaction which commits: `SET search_path = app`.
bool sets_session(std::string_view statement) {
    static constexpr std::array<std::string_view, 5> k_others{"local", "transaction", "constraints",
                                                              "characteristics", "session"};
    const auto words = words_at_beginning(statement, 2);
    return words.size() == 2 && (words[0] == "set" || words[0] == "reset") &&
           std::find(k_others.begin(), k_others.end(), words[1]) == k_others.end();
}

/// The BEGIN of a block that stands, with its COMMIT, around all that there is but settings before it.
/// Nothing: there is none.
std::optional<Statement> begin_of_block(std::string_view text, const StatementList& statements) {
    const auto words_of = [&](const Statement& one) { return text.substr(one.begin, one.end - one.begin); };
    const auto begin = std::find_if_not(statements.begin(), statements.end(),
                                        [&](const Statement& one) { return sets_session(words_of(one)); });
    if (std::distance(begin, statements.end()) < 2) {
        return std::nullopt;
    }
    const auto& first = *begin;
    const auto& last = statements.back();
    const bool is_block = first.traits.transaction_use == TransactionUse::begins &&
                          last.traits.transaction_use == TransactionUse::ends && last.traits.commits &&
                          !last.traits.chains && is_plain(words_of(first)) && is_plain(words_of(last));
    return is_block ? std::optional(first) : std::nullopt;
}

std::size_t lines_in(std::string_view text) {
    return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

/// Whole lines: the places of the others stay known.
void erase_lines(Sql& sql, std::size_t begin, std::size_t end) {
    const auto first = lines_in(std::string_view(sql.text).substr(0, begin));
    const auto count = lines_in(std::string_view(sql.text).substr(begin, end - begin));
    sql.text.erase(begin, end - begin);
    for (auto& line : sql.left_out) {
        line = line <= first ? line : std::max(first, line - std::min(line, count));
    }
    const auto place = std::upper_bound(sql.left_out.begin(), sql.left_out.end(), first);
    sql.left_out.insert(place, count, first);
}

/// With its `;`, and with its line where nothing else stands there.
void erase_statement(Sql& sql, const Statement& statement) {
    const auto& text = sql.text;
    auto begin = statement.begin;
    auto end = std::min(text.find(';', statement.end), text.size() - 1) + 1;
    const auto line = begin == 0 ? 0 : text.rfind('\n', begin - 1) + 1;
    const auto line_end = std::min(text.find('\n', end), text.size() - 1) + 1;
    const auto around = text.substr(line, begin - line) + text.substr(end, line_end - end);
    if (base::trim(around).empty()) {
        begin = line;
        end = line_end;
    }
    erase_lines(sql, begin, end);
}

bool runs_outside(const Uses& uses, std::size_t statements, Runs runs) {
    const bool commits_each = runs == Runs::by_statement || (runs == Runs::as_one_message && statements == 1);
    return runs == Runs::outside || uses.forbidden > 0 || uses.controls > 0 ||
           (commits_each && uses.doubtful > 0) || (runs == Runs::by_statement && uses.adds_labels);
}

/// Without the blank lines around it, and with an end to the last line.
void trim_lines(Sql& sql) {
    auto& text = sql.text;
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string::npos) {
        text.clear();
        return;
    }
    const auto line = text.rfind('\n', first);
    text.erase(text.find_last_not_of(" \t\r\n") + 1);
    erase_lines(sql, 0, line == std::string::npos ? 0 : line + 1);
    const auto above = std::upper_bound(sql.left_out.begin(), sql.left_out.end(), 0U);
    sql.origin.line += static_cast<std::size_t>(std::distance(sql.left_out.begin(), above));
    sql.left_out.erase(sql.left_out.begin(), above);
    text += '\n';
}

} // namespace

Sql section_sql(std::string text, Place origin, Runs runs, std::vector<std::size_t> left_out) {
    Sql sql{.text = std::move(text), .origin = std::move(origin), .left_out = std::move(left_out)};
    const auto statements = statements_of(sql.text);
    const auto uses = uses_of(sql.text, statements);
    const auto begin = begin_of_block(sql.text, statements);
    if (runs != Runs::outside && uses.controls == 2 && uses.forbidden == 0 && begin) {
        erase_statement(sql, statements.back());
        erase_statement(sql, *begin);
    } else {
        sql.transactional = !runs_outside(uses, statements.size(), runs);
    }
    trim_lines(sql);
    return sql;
}

Sql section_sql(const Source& source, std::size_t begin, std::size_t end, Runs runs) {
    const std::string_view text = source->text;
    return section_sql(std::string(text.substr(begin, end - begin)),
                       {source->path, diag::position_of(text, begin).line}, runs);
}

} // namespace headstart::imports
