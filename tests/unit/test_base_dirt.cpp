#include "base/dirt.hpp"
#include "support/catch.hpp"

#include <string>
#include <utility>
#include <vector>

using namespace headstart::base;
using namespace std::string_literals;

TEST_CASE("a password keeps its blanks and quotes, and no line end") {
    for (const auto& [given, value] :
         std::vector<std::pair<std::string, std::string>>{{"pw\n", "pw"},
                                                          {"pw\r\n\r\n", "pw"},
                                                          {"\xEF\xBB\xBFpw", "pw"},
                                                          {" pw ", " pw "},
                                                          {"\"pw\"", "\"pw\""},
                                                          {"p\nw", "p\nw"},
                                                          {"\r\n", ""},
                                                          {"", ""}}) {
        CHECK(without_line_ends(given) == value);
    }
}

TEST_CASE("what nobody sees is taken off the ends of a URL, and its quotes stay") {
    CHECK(trim_unseen("\xC2\xA0 url\xE2\x80\x8B\xE2\x81\xA0\n\xC2\xAD") == "url");
    CHECK(trim_unseen("\"url\"") == "\"url\"");
    CHECK(trim_unseen("\xE2\x80\x8B").empty());
}

TEST_CASE("any other value has nothing around it") {
    for (const auto& [given, value] :
         std::vector<std::pair<std::string, std::string>>{{" db\t\r\n", "db"},
                                                          {"\"db\"", "db"},
                                                          {"'db' ", "db"},
                                                          {"\" db\"", "db"},
                                                          {"\"'db'\"", "'db'"},
                                                          {"\"db'", "\"db'"},
                                                          {"\"", "\""},
                                                          {"\xEF\xBB\xBF\xC2\xA0 db\xE2\x80\x8B", "db"},
                                                          {"\"\"", ""},
                                                          {"a b", "a b"}}) {
        INFO(given);
        CHECK(clean_value(given) == value);
        CHECK(is_wrapped(given) == (given != value));
    }
}

TEST_CASE("UTF-16 is known with its mark and without") {
    CHECK(is_utf16("\xFF\xFEx"));
    CHECK(is_utf16("\xFE\xFFx"));
    CHECK(is_utf16("a\0b\0\n\0"s));
    CHECK(is_utf16("\0a\0b"s));
    CHECK_FALSE(is_utf16("a=b\n"));
    CHECK_FALSE(is_utf16(""));
    CHECK_FALSE(is_utf16("a=b\0"s));
}
