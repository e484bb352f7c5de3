#include "scripts/checksum.hpp"
#include "support/catch.hpp"
#include "support/source.hpp"

using namespace headstart;

namespace {

std::string sum(const std::string& up, const std::string& option = "") {
    const auto file = test::source("-- header\n-- migrate:up" + option + "\n" + up);
    return scripts::checksum(scripts::find_sections(file).up.value());
}

} // namespace

TEST_CASE(
    "a checksum is SHA-256 over tokens, the same in every headstart, with the version of how it is made") {
    CHECK(sum("CREATE TABLE t (a int DEFAULT 1.5, b text DEFAULT 'x');\n") ==
          "1:51e8f4ed9f6095fd5bf51ce30c393b836726d200c462eb347efae756596943c1");
}

TEST_CASE("a recorded checksum is compared by its version") {
    using enum scripts::ChecksumMatch;
    const auto current = sum("SELECT 1;");
    CHECK(scripts::match_checksum(current, current) == same);
    CHECK(scripts::match_checksum(current.substr(2), current) == same); // as headstart 0.1 recorded it
    CHECK(scripts::match_checksum(sum("SELECT 2;"), current) == edited);
    CHECK(scripts::match_checksum(sum("SELECT 2;").substr(2), current) == edited);
    CHECK(scripts::match_checksum("1:", current) == edited);
    CHECK(scripts::match_checksum("2:" + current.substr(2), current) == unknown_version);
    CHECK(scripts::match_checksum("10:" + current.substr(2), current) == unknown_version);
    CHECK(scripts::match_checksum("blake3:af", current) == unknown_version);
    CHECK(scripts::with_version(current) == current);
    CHECK(scripts::with_version(current.substr(2)) == current);
    CHECK(scripts::with_version("2:af") == "2:af");
}

TEST_CASE("comments, white space and line ends do not count") {
    const auto reference = sum("CREATE TABLE t (a int DEFAULT 1, b text DEFAULT 'x''y');\nSELECT a::text;");
    for (const std::string same : {
             "CREATE TABLE t (a int DEFAULT 1, b text DEFAULT 'x''y');\r\nSELECT a::text;\r\n",
             "-- why\nCREATE TABLE t(\n  a int DEFAULT 1, -- a\n  b text DEFAULT 'x''y'\n);\nSELECT a :: "
             "text;",
             "CREATE /* ' */ TABLE t ( a int DEFAULT 1,b text DEFAULT 'x''y' ) ;SELECT a::text ; -- migrate",
         }) {
        INFO(same);
        CHECK(sum(same) == reference);
    }
    const std::string body =
        "CREATE FUNCTION f() RETURNS int AS $$\nBEGIN\n  RETURN 1;\nEND\n$$ LANGUAGE plpgsql;";
    std::string windows;
    for (const char c : body) {
        windows += c == '\n' ? "\r\n" : std::string(1, c);
    }
    CHECK(sum(windows) == sum(body));
    CHECK(sum("COPY t FROM stdin;\n1\n2\n\\.\n") == sum("COPY t  FROM stdin; -- x\r\n1\r\n2\r\n\\.\r\n"));
}

TEST_CASE("any other change counts") {
    const std::vector<std::pair<std::string, std::string>> changes{
        {"SELECT 1;", "SELECT 2;"},
        {"SELECT 1;", "SELECT 1; SELECT 1;"},
        {"SELECT 1;", ""},
        {"SELECT a b;", "SELECT ab;"},
        {"SELECT a;", "SELECT A;"},
        {"SELECT 'a b';", "SELECT 'a  b';"},
        {"SELECT 'a';", "SELECT 'b';"},
        {"SELECT 'é';", "SELECT 'e';"},
        {"SELECT E'a';", "SELECT 'a';"},
        {"SELECT U&'a';", "SELECT U&'b';"},
        {"SELECT 1 AS U&\"a\";", "SELECT 1 AS U&\"b\";"},
        {"SELECT \"a\";", "SELECT \"A\";"},
        {"SELECT '-- a';", "SELECT '-- b';"},
        {"DO $$ a -- b\n$$;", "DO $$ a -- c\n$$;"},
        {"DO $$ a $$;", "DO $$ a  $$;"},
        {"SELECT a < b;", "SELECT a <= b;"},
        {"SELECT x'1f';", "SELECT x'2f';"},
        {"COPY t FROM stdin;\n1\n\\.\n", "COPY t FROM stdin;\n2\n\\.\n"},
        {"COPY t FROM stdin;\n1\n\\.\n", "COPY t FROM stdin;\n1\n1\n\\.\n"},
        {"COPY t FROM stdin;\n1\n\\.\n", "COPY t FROM stdin;\n 1\n\\.\n"},
        {"COPY t FROM stdin;\n1\n2\n\\.\n", "COPY t FROM stdin;\n12\n\\.\n"},
        {"COPY t FROM stdin;\n1\n\\.\nCOPY t FROM stdin;\n2\n\\.\n",
         "COPY t FROM stdin;\n1\n2\n\\.\nCOPY t FROM stdin;\n\\.\n"},
        {"SELEC 1x 'a", "SELEC 1x 'b"}, // no SQL, but as a newer server may see it
    };
    for (const auto& [before, after] : changes) {
        INFO(before << " -> " << after);
        CHECK(sum(before) != sum(after));
    }
    CHECK(sum("SELECT 1;") != sum("SELECT 1;", " transaction:false"));
    CHECK(sum("SELECT 1;") == sum("SELECT 1;", " transaction:true"));
}
