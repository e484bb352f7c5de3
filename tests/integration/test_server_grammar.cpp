#include "support/catch.hpp"
#include "support/project.hpp"
#include "support/server_version.hpp"

using namespace headstart::test;

// A syntax error is found before anything runs, whatever the versions of grammar and server: what the one
// cannot tell, the other is asked.

namespace {

/// Two files: the mistake stands in the second.
struct Mistaken : Project {
    explicit Mistaken(const std::string& mistake, const std::string& options = "") {
        migration("a1", "", "CREATE TABLE a (id int);\nINSERT INTO missing VALUES (1);");
        migration("b2", "a1", "CREATE TABLE b (id int);\n" + mistake, {}, options);
    }
};

std::string shown(const std::string& place, const std::string& word, const std::string& line,
                  const std::string& underline) {
    return "2| migrations/b2.sql:" + place + ": error[HS0201]: syntax error at or near \"" + word +
           "\"\n2|     9 | " + line + "\n2|       | " + underline +
           "\n2| hint: nothing has been executed; correct the file and try again\n";
}

} // namespace

TEST_CASE("a typo in the second file is found before the first one runs, on every server") {
    struct Case {
        std::string line;
        std::string column;
        std::string word;
        std::string underline;
    };

    const std::vector<Case> cases{
        {"ALTER TABEL b ADD x int;", "7", "TABEL", "      ^~~~~"},
        {"SELEC 1;", "1", "SELEC", "^~~~~"},
        {"INSERT INTO é VALUES (1) ON CONFLCT DO NOTHING;", "29", "CONFLCT",
         "                            ^~~~~~~"},
        {"CREATE TABLE d AS SELECT * FORM b;", "28", "FORM", "                           ^~~~"},
        {"EXPLAIN SELECT * FORM b;", "18", "FORM", "                 ^~~~"},
        {"WITH a AS (SELECT 1) SELCT * FROM a;", "22", "SELCT", "                     ^~~~~"},
    };
    for (const auto& [line, column, word, underline] : cases) {
        for (const std::string options : {"", "transaction:false"}) {
            INFO(line << " " << options);
            Mistaken project(line, options);
            const auto before = project.snapshot();
            const auto refusal = shown("9:" + column, word, line, underline);
            CHECK(project.transcript({"upgrade"}) == refusal + "exit 2\n");
            CHECK(project.transcript({"upgrade", "--dry-run"}) == refusal + "exit 2\n");
            CHECK(project.headstart({"check"}).err.find("migrations/b2.sql:9:" + column +
                                                        ": error[HS0201]") != std::string::npos);
            CHECK(project.headstart({"validate"})
                      .err.find("migrations/b2.sql:9:" + column + ": error[HS0201]") != std::string::npos);
            CHECK(project.snapshot() == before);
        }
    }
}

TEST_CASE("what the server knows and the grammar does not is no mistake, and looks nothing up") {
    if (!server_has(Since::is_json)) {
        return;
    }
    Project project;
    project.migration(
        "a1", "",
        "CREATE TABLE a (id int, note text);\nINSERT INTO a SELECT 1, '{}' WHERE '{}' IS JSON;\n"
        "CREATE TABLE b AS SELECT * FROM a WHERE note IS JSON;\n"
        "CREATE VIEW v AS SELECT * FROM b WHERE note IS JSON;");
    const auto outcome = project.headstart({"upgrade"});
    INFO(outcome.err);
    CHECK(outcome.status == 0);
    CHECK(project.database.text("SELECT count(*) FROM v") == "1");
}

TEST_CASE("a string is read as the file has it read, by every server that is asked") {
    for (const std::string options : {"", "transaction:false"}) {
        Project project;
        project.migration("a1", "",
                          "CREATE TABLE a (note text);\nINSERT INTO a VALUES ('one' -- a comment; it's\n"
                          "  -- another\n  ' two');\n"
                          "SET escape_string_warning = off;\nSET standard_conforming_strings = off;\n"
                          "INSERT INTO a VALUES ('it\\'s; ' /* c */), ('C:\\\\');\nSELECT 'a\\'b' AS c;\n"
                          "RESET standard_conforming_strings;\nINSERT INTO a VALUES ('C:\\');",
                          {}, options);
        const auto outcome = project.headstart({"upgrade"});
        INFO(outcome.err);
        CHECK(outcome.status == 0);
        CHECK(project.database.text("SELECT note FROM a") == "one two\nit's; \nC:\\\nC:\\");
        CHECK(project.headstart({"validate"}).status == 0);
    }
}

TEST_CASE("what an older server does not know is found before anything runs") {
    // MERGE came with 15; the grammar of every binary has it.
    Project project;
    project.migration("a1", "", "CREATE TABLE a (id int);");
    project.migration("b2", "a1", "MERGE INTO a USING a b ON a.id = b.id WHEN MATCHED THEN DELETE;");
    const auto outcome = project.headstart({"upgrade"});
    INFO(outcome.err);
    if (server_has(Since::partitions_are_clustered)) { // as old as MERGE
        CHECK(outcome.status == 0);
        return;
    }
    CHECK(outcome.status == 2);
    CHECK(outcome.err.find("migrations/b2.sql:8:1: error[HS0201]: syntax error at or near \"MERGE\"") !=
          std::string::npos);
    CHECK(project.version() == "no table");
}
