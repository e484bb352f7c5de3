#include "pg/result.hpp"
#include "support/catch.hpp"

#include <array>

using namespace headstart;
using Values = std::vector<std::string>;

TEST_CASE("arrays are written in PostgreSQL's input form and read back") {
    struct Case {
        Values values;
        std::string text;
    };

    const std::vector<Case> cases{
        {{}, "{}"},
        {{""}, R"({""})"},
        {{"", ""}, R"({"",""})"},
        {{"a", "b c"}, R"({"a","b c"})"},
        {{"a,b", "{}", "NULL", "é"}, R"({"a,b","{}","NULL","é"})"},
        {{R"(a"b\c)", "\\", "\""}, R"({"a\"b\\c","\\","\""})"},
    };
    for (const auto& [values, text] : cases) {
        CHECK(pg::to_array(values) == text);
        CHECK(pg::from_array(text) == values);
    }
}

TEST_CASE("the server quotes only where it must") {
    CHECK(pg::from_array("{a,b}") == Values{"a", "b"});
    CHECK(pg::from_array(R"({"",b})") == Values{"", "b"});
    CHECK(pg::from_array(R"({b,""})") == Values{"b", ""});
    CHECK(pg::from_array(R"({abc123,"x y",é})") == Values{"abc123", "x y", "é"});
    CHECK(pg::from_array("").empty());
}

TEST_CASE("a column's values come without its NULLs") {
    pg::ResultHandle handle(PQmakeEmptyPGresult(nullptr, PGRES_TUPLES_OK));
    std::string name = "a";
    std::array<PGresAttDesc, 1> columns{PGresAttDesc{name.data(), 0, 0, 0, 25, -1, -1}};
    REQUIRE(PQsetResultAttrs(handle.get(), 1, columns.data()) == 1);
    std::string value = "x";
    REQUIRE(PQsetvalue(handle.get(), 0, 0, value.data(), 1) == 1);
    REQUIRE(PQsetvalue(handle.get(), 1, 0, nullptr, -1) == 1);
    REQUIRE(PQsetvalue(handle.get(), 2, 0, value.data(), 0) == 1);
    const pg::Result result(handle);
    CHECK(result.row_count() == 3);
    CHECK(result.value(0, 0) == "x");
    CHECK(result.is_null(1, 0));
    CHECK(result.value(1, 0).empty());
    CHECK(result.column(0) == Values{"x", ""});
}
