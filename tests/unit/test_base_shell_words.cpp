#include "base/shell_words.hpp"
#include "support/catch.hpp"

using headstart::base::split_shell_words;
using Words = std::vector<std::string>;

TEST_CASE("words are split as a shell splits them") {
    CHECK(split_shell_words("") == Words{});
    CHECK(split_shell_words(" code\t--wait \n") == Words{"code", "--wait"});
    CHECK(split_shell_words("'a b' \"c d\" e\\ f") == Words{"a b", "c d", "e f"});
    CHECK(split_shell_words("x'y'\"z\"w") == Words{"xyzw"});
    CHECK(split_shell_words("'' \"\"") == Words{"", ""});
    CHECK(split_shell_words(R"("a\"b\\c\d" 'e\f' \")") == Words{R"(a"b\c\d)", R"(e\f)", "\""});
    CHECK(split_shell_words("a\\") == Words{"a\\"});
}

TEST_CASE("a quote that does not end is no line") {
    CHECK_FALSE(split_shell_words("'a").has_value());
    CHECK_FALSE(split_shell_words("a \"b'").has_value());
    CHECK_FALSE(split_shell_words("\"a\\\"").has_value());
}
