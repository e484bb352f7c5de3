#include "sql/one_line.hpp"
#include "support/catch.hpp"

using namespace headstart;
using sql::Literals;
using sql::one_line;

namespace {

std::string hidden(std::string_view statement) {
    return one_line(statement, Literals::hidden);
}

} // namespace

TEST_CASE("a quoted statement hides its values and keeps its names") {
    CHECK(hidden("UPDATE users SET name = 'Ada', age=37 WHERE id = 4.5e3") ==
          "UPDATE users SET name = ?, age=? WHERE id = ?");
    CHECK(hidden("CREATE ROLE app PASSWORD E'it\\'s secret' VALID UNTIL U&'x'") ==
          "CREATE ROLE app PASSWORD ? VALID UNTIL ?");
    CHECK(hidden("DO $body$ BEGIN PERFORM 'secret'; END $body$") == "DO ?");
    CHECK(hidden(R"(SELECT "Weird 'name", t1.c2 FROM t1 WHERE a = $1 AND b = X'1F')") ==
          R"(SELECT "Weird 'name", t1.c2 FROM t1 WHERE a = $1 AND b = ?)");
    CHECK(hidden("SELECT 'it''s', 'two'\n'parts'") == "SELECT ?, ? ?");
}

TEST_CASE("what a server has cut off hides as well") {
    CHECK(hidden("UPDATE users SET name = 'Ada Lov") == "UPDATE users SET name = ?");
    CHECK(hidden("DO $x$ BEGIN secret") == "DO ?");
    CHECK(hidden("SELECT 1 /* secret") == "SELECT ?");
    CHECK(hidden("UPDATE \"Us") == "UPDATE \"Us");
    CHECK(hidden("") == "");
}

TEST_CASE("a string that may go on behind its quote takes the rest with it") {
    CHECK(hidden("SELECT 'it\\'s secret', 2") == "SELECT ?…");
    CHECK(hidden("SELECT 'C:\\path', 2") == "SELECT ?, ?");
}

TEST_CASE("a quoted statement is one line, whatever is in it") {
    CHECK(one_line("-- why\nUPDATE  a\n\tSET b = 'two\nlines\x1b[31m' /* no */ ; ", Literals::shown) ==
          "UPDATE a SET b = 'two lines [31m' ;");
    CHECK(hidden("-- password: secret\nSELECT\r\n1") == "SELECT ?");
    CHECK(one_line("SELECT 'äöü'", Literals::shown, 10) == "SELECT 'äö…");
    CHECK(one_line("SELECT 'ä'", Literals::shown, 10) == "SELECT 'ä'");
}
