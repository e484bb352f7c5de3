#include "support/catch.hpp"
#include "support/project.hpp"

/// Where an error of the server is shown: where it says, or else at the statement's first line. Whole texts.
using namespace headstart::test;

namespace {

/// What an upgrade shows whose only migration holds this SQL, from its seventh line on.
std::string failing(const std::string& sql) {
    Project project;
    project.migration("a1", "", sql);
    const auto shown = project.transcript({"upgrade"});
    return shown.substr(shown.find("2| migrations"));
}

const std::string k_end = "2| note: no other revision was applied in this run\n"
                          "2| while: applying revision a1 (up)\nexit 1\n";

} // namespace

TEST_CASE("an error with a place in the statement has its caret there", "[known-syntax]") {
    CHECK(failing("CREATE TABLE t (id int);\nINSERT INTO t (id)\nSELECT id\nFROM customers;") ==
          R"(2| migrations/a1.sql:11:6: error[HS0401]: relation "customers" does not exist
2|    11 | FROM customers;
2|       |      ^~~~~~~~~
2| sqlstate: 42P01
)" + k_end);
    CHECK(failing("CREATE TABLE t (\"größe\" int); INSERT INTO t (\"größe\", naem) VALUES (1, 2);") ==
          R"(2| migrations/a1.sql:8:55: error[HS0401]: column "naem" of relation "t" does not exist
2|     8 | CREATE TABLE t ("größe" int); INSERT INTO t ("größe", naem) VALUES (1, 2);
2|       |                                                       ^~~~
2| sqlstate: 42703
)" + k_end);
}

TEST_CASE("an error within a function's body has its caret in the file's own line") {
    CHECK(failing("CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$\nBEGIN\n    RETRUN 1;\nEND\n$$;") ==
          R"(2| migrations/a1.sql:10:5: error[HS0401]: syntax error at or near "RETRUN"
2|    10 |     RETRUN 1;
2|       |     ^~~~~~
2| sqlstate: 42601
)" + k_end);
}

TEST_CASE("an error without a place underlines the statement's first line and no more") {
    CHECK(
        failing(
            "CREATE TABLE t (id int PRIMARY KEY);\nINSERT INTO t VALUES (1);\nINSERT INTO t\nVALUES (1);") ==
        R"(2| migrations/a1.sql:10:1: error[HS0401]: duplicate key value violates unique constraint "t_pkey"
2|    10 | INSERT INTO t
2|       | ^~~~~~~~~~~~~
2| detail: Key (id)=(1) already exists.
2| sqlstate: 23505
)" + k_end);
}

TEST_CASE("an error of a query that code makes names the query, and underlines what ran the code") {
    CHECK(failing("DO $$\nBEGIN\n    EXECUTE 'SELECT * FROM nowhere';\nEND\n$$;") ==
          R"(2| migrations/a1.sql:8:1: error[HS0401]: relation "nowhere" does not exist
2|     8 | DO $$
2|       | ^~~~~
2| context: PL/pgSQL function inline_code_block line 3 at EXECUTE
2| sqlstate: 42P01
2| note: in the query: SELECT * FROM nowhere
)" + k_end);
}

TEST_CASE("what cannot run in a transaction is refused before anything runs, at its first line") {
    CHECK(
        failing("CREATE TABLE t (id int);\nCREATE INDEX CONCURRENTLY ix\n    ON t (id);") ==
        R"(2| migrations/a1.sql:9:1: error[HS0203]: CREATE INDEX CONCURRENTLY cannot run inside a transaction
2|     9 | CREATE INDEX CONCURRENTLY ix
2|       | ^~~~~~~~~~~~~~~~~~~~~~~~~~~~
2| hint: write `transaction:false` behind the section's marker; best in a revision of its own
exit 2
)");
}
