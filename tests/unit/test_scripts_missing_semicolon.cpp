#include "scripts/missing_semicolon.hpp"
#include "support/catch.hpp"

#include <string>

using namespace headstart;

namespace {

/// Of an error at `|`, in a section that begins in line 10.
std::string hint_at(std::string text) {
    const auto place = text.find('|');
    text.erase(place, 1);
    return scripts::hint_for_missing_semicolon(text, place, 10).value_or("none");
}

std::string lacks_in_line(int line) {
    return "the statement before it, which begins in line " + std::to_string(line) + ", lacks its `;`";
}

} // namespace

TEST_CASE("a statement that begins while another one is open tells where the semicolon is missing") {
    CHECK(hint_at("CREATE TABLE a (id int)\n|CREATE TABLE b (id int);") == lacks_in_line(10));
    CHECK(hint_at("SELECT 1;\n\n-- next\nCREATE TABLE a (\n  id int\n) -- no end\n\n  |insert INTO a VALUES "
                  "(1);") == lacks_in_line(13));
    CHECK(hint_at("COPY t FROM stdin;\n1\n\\.\nGRANT SELECT ON t TO PUBLIC\n|GRANT INSERT ON t TO PUBLIC;") ==
          lacks_in_line(13));
}

TEST_CASE("any other syntax error says nothing of a semicolon") {
    for (const std::string text :
         {"|CREATE TABEL a;", "SELECT 1;\n|CREATE TABEL a;", "SELECT 1 |CREATE TABLE a;",
          "CREATE TABLE a (id int\n|name text);", "SELECT 1\n|", "-- open\n|CREATE x;"}) {
        INFO(text);
        CHECK(hint_at(text) == "none");
    }
}
