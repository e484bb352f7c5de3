#include "sql/renamed_marks.hpp"

#include "base/text.hpp"
#include "sql/scanner.hpp"
#include "sql/token_reader.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace headstart::sql {

namespace {

constexpr std::string_view k_mark = "@renamed";

/// Words of CREATE that say how, not what.
constexpr std::array<std::string_view, 14> k_adverbs{
    "or",      "replace",   "temp",   "temporary",  "global",  "local",      "unlogged",
    "foreign", "recursive", "unique", "constraint", "trusted", "procedural", "concurrently"};

struct CreatedKind {
    std::string_view word; ///< behind CREATE
    std::string_view kind;
    bool is_on_table = false; ///< CREATE TRIGGER name … ON table
};

constexpr std::array<CreatedKind, 13> k_created_kinds{{{"table", "table"},
                                                       {"view", "view"},
                                                       {"index", "index"},
                                                       {"sequence", "sequence"},
                                                       {"type", "type"},
                                                       {"domain", "type"},
                                                       {"function", "function"},
                                                       {"procedure", "function"},
                                                       {"aggregate", "function"},
                                                       {"schema", "schema"},
                                                       {"trigger", "trigger", true},
                                                       {"policy", "policy", true},
                                                       {"rule", "rule", true}}};

/// What begins a constraint that has no name.
constexpr std::array<std::string_view, 6> k_nameless{"primary", "unique",  "foreign",
                                                     "check",   "exclude", "like"};

void skip_if_not_exists(TokenReader& words) {
    if (words.take("if")) {
        words.take("not");
        words.take("exists");
    }
}

/// Of a trigger, a policy or a rule: the table that it is on. A rule says the event first: `ON INSERT TO t`.
std::vector<std::string> table_behind_on(TokenReader& words, bool is_rule) {
    while (words.token() && !words.take(is_rule ? "to" : "on")) {
        words.next();
    }
    return words.token() ? words.take_names() : std::vector<std::string>{};
}

/// What a CREATE makes.
std::optional<RenamedThing> thing_created(TokenReader& words) {
    while (words.take_one_of(k_adverbs)) {
    }
    const bool is_materialized = words.take("materialized");
    const auto found = std::find_if(k_created_kinds.begin(), k_created_kinds.end(), [&](const auto& one) {
        return base::equals_ignoring_case(one.word, words.text());
    });
    if (found == k_created_kinds.end()) {
        return std::nullopt;
    }
    words.next();
    words.take("concurrently");
    skip_if_not_exists(words);
    auto names = words.take_names();
    if (found->is_on_table) {
        auto table = table_behind_on(words, found->word == "rule");
        table.push_back(std::move(names.back()));
        names = std::move(table);
    }
    return RenamedThing{
        is_materialized ? "materialized view" : std::string(found->kind), std::move(names), {}};
}

bool is_type(const RenamedThing& whole) {
    return whole.kind == "type";
}

/// A part: what the words from here name, of `whole`.
std::optional<RenamedThing> part_named(TokenReader& words, const RenamedThing& whole) {
    auto part = whole;
    if (words.token() && words.token()->kind == TokenKind::string && is_type(whole)) {
        part.label = words.take_literal();
        return part;
    }
    if (words.take("constraint")) {
        part.kind = is_type(whole) ? "domain constraint" : "table constraint";
    } else if (base::is_one_of_ignoring_case(words.text(), k_nameless)) {
        return std::nullopt;
    } else {
        part.kind = is_type(whole) ? "composite type column" : "table column";
    }
    part.names.push_back(words.take_name());
    return part;
}

/// `ALTER TABLE t ADD …`: what is added.
std::optional<RenamedThing> thing_added(TokenReader& words) {
    if (!words.take("table")) {
        return std::nullopt;
    }
    if (words.take("if")) {
        words.take("exists");
    }
    words.take("only");
    const RenamedThing table{"table", words.take_names(), {}};
    if (!words.take("add")) {
        return std::nullopt;
    }
    words.take("column");
    skip_if_not_exists(words);
    return part_named(words, table);
}

std::optional<RenamedThing> thing_of_statement(std::string_view statement) {
    TokenReader words(statement);
    if (words.take("create")) {
        return thing_created(words);
    }
    return words.take("alter") ? thing_added(words) : std::nullopt;
}

/// What stands inside a statement, from `at` on.
std::optional<RenamedThing> thing_inside(std::string_view statement, std::size_t at) {
    TokenReader words(statement, at);
    const auto whole = thing_of_statement(statement);
    if (!whole) {
        return std::nullopt;
    }
    if (words.take("add")) { // of an ALTER TABLE of several lines
        words.take("column");
        skip_if_not_exists(words);
        const RenamedThing table{"table", {whole->names.begin(), whole->names.end() - 1}, {}};
        return part_named(words, table);
    }
    return whole->kind == "table" || is_type(*whole) ? part_named(words, *whole) : std::nullopt;
}

/// `from=old`, `from="Old"`, `from=schema.old`, `from='a label'`.
std::vector<std::string> old_names_of(std::string_view comment) {
    const auto at = comment.find("from");
    if (at == std::string_view::npos) {
        return {};
    }
    TokenReader words(comment.substr(at));
    words.take("from");
    if (!words.take("=") || !words.token()) {
        return {};
    }
    if (words.token()->kind == TokenKind::string) {
        return {words.take_literal()};
    }
    const bool is_name =
        words.token()->kind == TokenKind::word || words.token()->kind == TokenKind::quoted_name;
    return is_name ? words.take_names() : std::vector<std::string>{};
}

/// Its first token that says something.
std::size_t first_token(std::string_view text, std::size_t begin) {
    TokenReader words(text, begin);
    while (words.text() == "," || words.text() == "(") {
        words.next();
    }
    return words.token() ? words.token()->begin : text.size();
}

/// Where the last column, constraint or label begins that stands before `end`: behind the `(` of the list, or
/// a comma in it. The statement itself where none does.
std::size_t last_element(std::string_view text, const Statement& statement, std::size_t end) {
    std::size_t found = statement.begin;
    std::size_t depth = 0;
    bool begins = false;
    for (TokenReader words(text, statement.begin); words.token() && words.token()->begin < end;
         words.next()) {
        if (begins && words.text() != ")") {
            found = words.token()->begin;
        }
        begins = false;
        if (words.text() == "(") {
            begins = ++depth == 1;
        } else if (words.text() == ")") {
            depth -= depth > 0 ? 1 : 0;
        } else if (words.text() == ",") {
            begins = depth <= 1; // those of ALTER TABLE stand in no list
        }
    }
    return found;
}

std::size_t line_of(std::string_view text, std::size_t at) {
    const auto line_end = at == 0 ? std::string_view::npos : text.rfind('\n', at - 1);
    return line_end == std::string_view::npos ? 0 : line_end + 1;
}

/// What a comment is about: what stands before it on its line, or else what comes behind it.
std::size_t place_meant(std::string_view text, const StatementList& statements, std::size_t comment) {
    const auto first = first_token(text, line_of(text, comment));
    if (first >= comment) {
        return first;
    }
    const auto inside = std::find_if(statements.begin(), statements.end(), [&](const auto& statement) {
        return statement.begin <= comment && comment < statement.end;
    });
    return inside == statements.end() ? first : last_element(text, *inside, comment);
}

std::optional<RenamedThing> thing_at(std::string_view text, const StatementList& statements, std::size_t at) {
    for (const auto& statement : statements) {
        if (statement.begin <= at && at < statement.end) {
            const auto own = text.substr(statement.begin, statement.end - statement.begin);
            return at == statement.begin ? thing_of_statement(own) : thing_inside(own, at - statement.begin);
        }
    }
    return std::nullopt;
}

} // namespace

std::vector<RenamedMark> renamed_marks(std::string_view text, const StatementList& statements) {
    std::vector<RenamedMark> marks;
    if (text.find(k_mark) == std::string_view::npos) {
        return marks;
    }
    Scanner scanner(text);
    while (const auto token = scanner.next()) {
        if (token->kind != TokenKind::comment) {
            continue;
        }
        const auto comment = text.substr(token->begin, token->end - token->begin);
        const auto words = base::trim(comment.substr(2));
        if (words.starts_with(k_mark)) {
            marks.push_back({token->begin, token->end, old_names_of(comment),
                             thing_at(text, statements, place_meant(text, statements, token->begin))});
        }
    }
    return marks;
}

} // namespace headstart::sql
