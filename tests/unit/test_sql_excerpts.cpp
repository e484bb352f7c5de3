#include "sql/excerpts.hpp"
#include "sql/grammar.hpp"
#include "sql/parse.hpp"
#include "support/sql.hpp"

#include <algorithm>

using namespace headstart;

namespace {

/// So many of one, with commas between.
std::string list_of(const std::string& one, std::size_t count) {
    std::string list;
    for (std::size_t i = 0; i < count; ++i) {
        list += (i == 0 ? "" : ",\n") + one;
    }
    return list;
}

const std::string k_rows =
    list_of("(1, 'it''s; --', -2.5, NULL, now(), ARRAY[1, 2], (SELECT 'é' FROM (VALUES (1)) v))", 5000);

/// Long statements, by what makes them long.
const std::vector<std::string> k_long{
    "INSERT INTO t (a, b) VALUES\n" + k_rows + "\nON CONFLICT DO NOTHING RETURNING a",
    "INSERT INTO values (values) VALUES " + k_rows,
    "INSERT INTO t SELECT * FROM (VALUES " + k_rows + ") AS v (a, b), x",
    "WITH v (a) AS (VALUES " + k_rows + "), w AS (VALUES " + k_rows + ") UPDATE t SET a = 1 FROM v, w",
    "CREATE TABLE t AS VALUES " + k_rows,
    "DELETE FROM t WHERE a IN (" + list_of("1", 50'000) + ") OR b IN (" + list_of("'x'", 50'000) + ")",
    "SELECT ARRAY[" + list_of("17", 50'000) + "], f(" + list_of("NULL", 50'000) + ")",
    "INSERT INTO t VALUES ('" + std::string(100'000, 'x') + "'\n'" + std::string(100'000, 'y') +
        "'\n'z', $a$" + std::string(100'000, '\'') + "$a$)",
    "COMMENT ON TABLE t IS '" + std::string(100'000, '\\') + "'",
    "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$" + std::string(100'000, ';') + "$$",
    "DO $$" + std::string(100'000, ';') + " COMMIT $$",
};

/// What is wrong with a text, as the whole of it in one tree says.
std::string by_whole(const std::string& text) {
    const auto split = sql::split_by_grammar(text);
    const auto* error = std::get_if<sql::SyntaxError>(&split);
    return error == nullptr ? "" : std::to_string(error->offset) + ": " + error->message;
}

std::string by_excerpts(const std::string& text) {
    const auto parsed = sql::parse_statements(text);
    const auto* error = std::get_if<sql::SyntaxError>(&parsed);
    return error == nullptr ? "" : std::to_string(error->offset) + ": " + error->message;
}

} // namespace

TEST_CASE("of a long statement the grammar sees little at a time") {
    for (const auto& text : k_long) {
        INFO(text.substr(0, 60));
        CHECK(by_whole(text) == "");
        std::size_t longest = 0;
        const auto frame = sql::make_excerpt(text, [&](const sql::Excerpt& rows) {
            longest = std::max(longest, rows.sql().size());
            return true;
        });
        const bool is_code = text.starts_with("DO");
        CHECK((is_code || std::max(longest, frame.sql().size()) < sql::k_long_text + 1000));
        CHECK(test::split_both_ways("SELECT 1;" + text + ";SELECT 2") ==
              std::vector<std::string>{"SELECT 1", text, "SELECT 2"});
    }
}

TEST_CASE("what is wrong in a long statement is found at its place") {
    const auto wrong = [](std::size_t before, const std::string& row, std::size_t behind) {
        return "INSERT INTO t (a, b) VALUES\n" + list_of("(1, 'é', now())", before) + ",\n" + row + ",\n" +
               list_of("(1, 'é', now())", behind) + " RETURNING a";
    };
    std::vector<std::string> texts{
        "INSERT INOT t VALUES " + k_rows,
        "INSERT INTO t VALUES " + k_rows + " RETURN a",
        "INSERT INTO t VALUES " + k_rows + ",",
        "INSERT INTO t VALUES " + k_rows + " (1)",
        "INSERT INTO t VALUES " + k_rows + ", 1",
        "INSERT INTO t VALUES " + k_rows + ", (1",
        "DELETE FROM t WHERE a IN (" + list_of("1", 50'000) + ", , 1)",
        "DELETE FROM t WHERE a IN (" + list_of("1", 50'000) + " 1, 1)",
        "DELETE FROM t WHERE a IN (" + list_of("1", 50'000) + ",)",
        "INSERT INTO t VALUES ('" + std::string(100'000, 'x') + "' 1)",
    };
    for (const auto before : {std::size_t{1}, std::size_t{9000}}) {
        for (const std::string row :
             {"(1,, 2)", "()", "(1 2)", "(SELECT)  x", "(E'\\u00')", "1", "(1, 'a' AS b)"}) {
            texts.push_back(wrong(before, row, 9000));
        }
    }
    for (const auto& text : texts) {
        INFO(text.substr(0, 60) << " … " << text.substr(text.size() - 60));
        CHECK(by_excerpts("SELECT 'é';\n" + text) == by_whole("SELECT 'é';\n" + text));
        CHECK(by_whole(text) != "");
    }
}

TEST_CASE("what a long statement does is told as of a short one") {
    const auto traits = [](const std::string& text) {
        const auto parsed = sql::parse_statements(text);
        return std::get<sql::StatementList>(parsed)[0].traits;
    };
    const std::string much(100'000, ' ');
    CHECK(traits("DO $$ BEGIN " + much + " COMMIT; END $$").transaction_use ==
          sql::TransactionUse::may_commit);
    CHECK(traits("DO $$ BEGIN " + much + " END $$").transaction_use == sql::TransactionUse::allowed);
    CHECK(traits("SET a = '" + std::string(100'000, 'x') + "'").sets_session);
    CHECK(traits("CREATE INDEX CONCURRENTLY i ON t (a) WHERE b <> '" + std::string(100'000, 'x') + "'")
              .effect->name == "i");
}
