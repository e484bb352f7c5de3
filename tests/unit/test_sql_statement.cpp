#include "sql/parse.hpp"
#include "support/catch.hpp"
#include "support/sql.hpp"

#include <random>

using namespace headstart;
using Texts = std::vector<std::string>;
using test::split_both_ways;

TEST_CASE("statements are split where PostgreSQL ends them") {
    CHECK(split_both_ways("").empty());
    CHECK(split_both_ways(" \n;;\n;").empty());
    CHECK(split_both_ways("-- only\n/* comments */").empty());
    CHECK(split_both_ways("SELECT 1") == Texts{"SELECT 1"});
    CHECK(split_both_ways("SELECT 1;; ;SELECT 2;") == Texts{"SELECT 1", "SELECT 2"});
    CHECK(split_both_ways("/* a */ -- b\nSELECT 1 /* c */ + 2 -- d\n; -- e\n\tSELECT 'é;' -- f") ==
          Texts{"SELECT 1 /* c */ + 2", "SELECT 'é;'"});
    CHECK(
        split_both_ways("SELECT ';' || E'\\';' || $$;$$ || $a$;$$;$a$ || \";\" FROM (VALUES (1)) \";\"(x)") ==
        Texts{"SELECT ';' || E'\\';' || $$;$$ || $a$;$$;$a$ || \";\" FROM (VALUES (1)) \";\"(x)"});
    CHECK(split_both_ways("SELECT 1;\r\nSELECT\r\n 2;\r\n") == Texts{"SELECT 1", "SELECT\r\n 2"});
}

TEST_CASE("a semicolon inside a function's body or a rule ends nothing") {
    const std::string body = "CREATE OR REPLACE FUNCTION f(a int) RETURNS int LANGUAGE sql BEGIN ATOMIC\n"
                             "  SELECT CASE WHEN a > 0 THEN 1 ELSE 2 END;\n  SELECT 2;\nEND";
    const std::string procedure = "CREATE PROCEDURE p() BEGIN ATOMIC INSERT INTO t VALUES (1);"
                                  " INSERT INTO t VALUES (2); END";
    const std::string rule =
        "CREATE RULE r AS ON INSERT TO t DO ALSO (INSERT INTO u VALUES (1); DELETE FROM v)";
    const std::string old = "CREATE FUNCTION g() RETURNS void LANGUAGE plpgsql AS $f$ BEGIN x; END; $f$";
    const std::string trigger = "CREATE TRIGGER begin BEFORE INSERT ON t EXECUTE FUNCTION g()";
    CHECK(split_both_ways(body + ";" + procedure + ";" + rule + ";" + old + ";" + trigger +
                          ";BEGIN;COMMIT") == Texts{body, procedure, rule, old, trigger, "BEGIN", "COMMIT"});
}

TEST_CASE("a statement knows the data of its COPY") {
    const std::string text =
        "SELECT 1;\nCOPY a FROM stdin;\nx;'\n\\.\n\nCOPY b (c) FROM stdin;\n\\.\nSELECT 2;";
    CHECK(split_both_ways(text) ==
          Texts{"SELECT 1", "COPY a FROM stdin", "COPY b (c) FROM stdin", "SELECT 2"});
    const auto parsed = sql::parse_statements(text);
    const auto& statements = std::get<sql::StatementList>(parsed);
    CHECK_FALSE(statements[0].copy_data.has_value());
    CHECK_FALSE(statements[3].copy_data.has_value());
    REQUIRE(statements[1].copy_data.has_value());
    REQUIRE(statements[2].copy_data.has_value());
    CHECK(text.substr(statements[1].copy_data->begin, 4) == "x;'\n");
    CHECK(statements[2].copy_data->begin == statements[2].copy_data->end);
    CHECK(statements[1].traits.uses_copy_protocol);
}

TEST_CASE("a syntax error has its byte in the text, also behind multi-byte letters and COPY data") {
    struct Case {
        std::string text;
        std::string place; ///< the error stands where this is found last
        std::string message;
    };

    const std::vector<Case> cases{
        {"SELECT 'é日🐘' FORM t", "t", "syntax error at or near \"t\""},
        {"SELECT 1;\n\tSELEC 2;", "SELEC", "syntax error at or near \"SELEC\""},
        {"COPY t FROM stdin;\né\té\n\\.\nSELEC 2;", "SELEC", "syntax error at or near \"SELEC\""},
        {"CREATE TABLE t (é int;", ";", "syntax error at or near \";\""},
        {"SELECT 'é', 'abc", "'abc", "unterminated quoted string at or near \"'abc\""},
        {"SELECT (1", "", "syntax error at end of input"},
        {"\\connect db", "\\", "syntax error at or near \"\\\""},
    };
    for (const auto& [text, place, message] : cases) {
        INFO(text);
        const auto parsed = sql::parse_statements(text);
        const auto& error = std::get<sql::SyntaxError>(parsed);
        CHECK(error.offset == (place.empty() ? text.size() : text.rfind(place)));
        CHECK(error.message == message);
    }
}

TEST_CASE("the scanner alone takes newer syntax, and refuses what no version can take") {
    const auto split = [](std::string_view text) { return test::texts(text, sql::split_statements(text)); };
    CHECK(split("SELEC 1;\nCREATE INDEX CONCURRENTLY i ON t (a); MERGE q") ==
          Texts{"SELEC 1", "CREATE INDEX CONCURRENTLY i ON t (a)", "MERGE q"});
    const auto parsed = sql::split_statements("SELEC 1; VACUUM");
    CHECK(std::get<sql::StatementList>(parsed)[0].traits.transaction_use == sql::TransactionUse::unknown);
    CHECK(std::get<sql::StatementList>(parsed)[1].traits.name == "VACUUM");
    CHECK(split("SELEC 'a") == Texts{"error at 6: unterminated quoted string"});
    CHECK(split("SELEC \"a") == Texts{"error at 6: unterminated quoted identifier"});
    CHECK(split("SELEC $x$a") == Texts{"error at 6: unterminated dollar-quoted string"});
    CHECK(split("SELEC /* a") == Texts{"error at 6: unterminated /* comment"});
    CHECK(split("SELEC 1;\n\\i x") == Texts{"error at 9: syntax error at or near \"\\\""});
    CHECK(split("SELEC 1;\nCOPY t FROM stdin;\n") ==
          Texts{"error at 9: COPY … FROM stdin has no end of data"});
}

TEST_CASE("an expression may be as long as the server takes it, and longer") {
    const auto use_of = [](const std::string& begin, const std::string& part, int count,
                           const std::string& end) {
        std::string text = begin;
        for (int i = 0; i < count; ++i) {
            text += part;
        }
        text += end;
        const auto parsed = sql::parse_statements(text);
        const auto split = sql::split_statements(text);
        const auto& statements = std::get<sql::StatementList>(parsed);
        REQUIRE(statements.size() == 1);
        CHECK(statements[0].end == text.size());
        CHECK(std::get<sql::StatementList>(split).front().traits.transaction_use ==
              statements[0].traits.transaction_use);
        return statements[0].traits.transaction_use;
    };
    using enum sql::TransactionUse;
    for (const std::string part : {"+1", "||'a'", " UNION ALL SELECT 1"}) {
        CHECK(use_of("SELECT 1", part, 12'000, "") == allowed);
        CHECK(use_of("SELECT 1", part, 200'000, "") == allowed);
        CHECK(use_of("CREATE VIEW v AS SELECT 1", part, 12'000, "") == allowed);
        CHECK(use_of("CREATE VIEW v AS SELECT 1", part, 200'000, "") == unknown);
    }
    CHECK(use_of("CREATE INDEX CONCURRENTLY i ON t ((1", "+1", 12'000, "))") == forbidden);
    CHECK(use_of("CREATE TYPE e AS ENUM ('a'", ",'b'", 400'000, ")") == allowed);
    // Not deep, for all its length.
    CHECK(use_of("CREATE VIEW v AS VALUES (1 + (2 * 3))", ",(1 + (2 * 3))", 50'000, "") == allowed);
    CHECK(use_of("CREATE VIEW v AS SELECT 1, (2)", " UNION ALL SELECT 1, (2)", 12'000, "") == allowed);
}

TEST_CASE("the place of an error is found at the end of a deep expression") {
    std::string text = "(SELECT 1 ORDER BY 1) ORDER BY 2";
    for (int i = 0; i < 500'000; ++i) {
        text += "+1";
    }
    const auto parsed = sql::parse_statements(text);
    CHECK(std::get<sql::SyntaxError>(parsed).message == "multiple ORDER BY clauses not allowed");
    CHECK(std::get<sql::SyntaxError>(parsed).offset == text.find('2'));
}

TEST_CASE("a statement that the grammar does not know is told by its words, as far as they go") {
    const auto traits_of = [](const std::string& text) {
        const auto split = sql::split_statements(text);
        return std::get<sql::StatementList>(split).front().traits;
    };

    struct Case {
        std::string text;
        bool uses_copy_protocol;
        bool sets_session;
    };

    for (const auto& [text, uses_copy_protocol, sets_session] : std::vector<Case>{
             {"FROBNICATE TABLE t", false, false},
             {"FROB", false, false},
             {"COPY t NEWLY FROM STDIN;\n1\n\\.\n", true, false},
             {"copy t newly from /* ? */ stdout;\n\\.\n", true, false},
             {"COPY (SELECT a FROM stdin) NEWLY TO '/x'", false, false},
             {"COPY NEWLY t TO STDOUT", true, false},
             {"COPY NEWLY t TO 'stdout'", false, false},
             {"SET a NEWLY b", false, true},
             {"/* ? */ SET SESSION a NEWLY b", false, true},
             {"SET LOCAL a NEWLY b", false, false},
             {"SET TRANSACTION NEWLY", false, false},
             {"SET CONSTRAINTS NEWLY", false, false},
             {"RESET a NEWLY", false, true},
             {"DISCARD NEWLY", false, true},
             {"PREPARE NEWLY a AS b", false, true},
             {"PREPARE TRANSACTION NEWLY", false, false},
         }) {
        INFO(text);
        const auto traits = traits_of(text);
        CHECK(traits.transaction_use == sql::TransactionUse::unknown);
        CHECK(traits.uses_copy_protocol == uses_copy_protocol);
        CHECK(traits.sets_session == sets_session);
    }
    // Rows can be read and written in any transaction, however newly it is said.
    for (const std::string text :
         {"SELECT NEWLY FROM FROM t", "WITH (x) NEWLY", "(SELECT NEWLY FROM FROM", "merge newly"}) {
        INFO(text);
        CHECK(traits_of(text).transaction_use == sql::TransactionUse::allowed);
    }
}

TEST_CASE("a meta-command is named with its backslash") {
    CHECK(sql::meta_command_at("\\connect db", 0) == "\\connect");
    CHECK(sql::meta_command_at("SELECT 1 \\gexec\n", 9) == "\\gexec");
    CHECK(sql::meta_command_at("\\i", 0) == "\\i");
    CHECK_FALSE(sql::meta_command_at("SELECT", 0).has_value());
    CHECK_FALSE(sql::meta_command_at("\\i", 2).has_value());
    CHECK_FALSE(sql::meta_command_at("SELECT U&'\\zzzz'", 10).has_value());
    CHECK_FALSE(sql::meta_command_at("SELECT E'\\u1'", 9).has_value());
    CHECK(sql::meta_command_at("COPY t FROM stdin;\n'\n\\.\n\\i x\n", 24) == "\\i");
}

TEST_CASE("statements joined by semicolons in any order are given back exactly") {
    const Texts snippets{
        "SELECT 1",
        "SELECT ';', '''', E'\\';\\\\', U&'\\0441;', B'01'",
        "SELECT E'a'\n'\\';' -- ;\n || 'x'",
        "SELECT $$;'$$, $é$ $$;\" $é$, \"a;\"\"b\"",
        "SELECT a$b$c FROM t WHERE x = $1",
        "SELECT /* ; /* ' */ \" */ 1 -- $$\n + 2",
        "SELECT 1+-2, a::int, 3.5e-1, b->>'k;' FROM c\r\nWHERE d <> ''",
        "INSERT INTO \"ü;\" VALUES ('日本;', '🐘')",
        "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT CASE WHEN true THEN 2 END; END",
        "CREATE RULE r AS ON DELETE TO t DO INSTEAD (DELETE FROM u; INSERT INTO v VALUES (';'))",
        "CREATE FUNCTION g() RETURNS trigger LANGUAGE plpgsql AS $b$ BEGIN RETURN NEW; END; $b$",
        "DO $$ BEGIN PERFORM 1; END $$",
        "COPY t (a, \"b;\") FROM stdin WITH (DELIMITER ';')",
    };
    const Texts gaps{"", " ", "\n\n", "\r\n\t", "; ;", "-- it's; $$ \"\n", "/* ; ' /* */ */", "\n-- stdin\n"};
    std::mt19937 random(20'260'101);
    const auto draw = [&](const Texts& from) {
        return from[std::uniform_int_distribution<std::size_t>(0, from.size() - 1)(random)];
    };
    for (int round = 0; round < 300; ++round) {
        std::string text;
        Texts expected;
        for (auto count = random() % 12; count > 0; --count) {
            expected.push_back(draw(snippets));
            text += draw(gaps) + expected.back() + (random() % 4 == 0 ? "\n" : "") + ";";
            if (expected.back().starts_with("COPY")) {
                text += random() % 2 == 0 ? "\n\\.\n" : "\r\na;'\t$$\"/*\n-- migrate:down\n\\.\r\n";
            }
        }
        text += draw(gaps);
        INFO(text);
        REQUIRE(split_both_ways(text) == expected);
    }
}
