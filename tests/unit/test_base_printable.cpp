#include "base/printable.hpp"
#include "support/catch.hpp"

using headstart::base::printable;
using headstart::base::printable_json;
using headstart::base::shortened;

namespace {

std::string repeated(const std::string& part, int count) {
    std::string text;
    for (; count > 0; --count) {
        text += part;
    }
    return text;
}

} // namespace

TEST_CASE("what steers a terminal or hides is spelt out") {
    struct Case {
        std::string_view text;
        std::string_view shown;
    };

    using std::string_view_literals::operator""sv;
    const Case cases[] = {
        {"a\0b"sv, "a\\x00b"},
        {"\x1b]0;owned\x07", "\\x1b]0;owned\\x07"},
        {"50 %\r100 %", "50 %\\x0d100 %"},
        {"\x7f\b", "\\x7f\\x08"},
        {"\xc2\x85\xc2\x9b"
         "31m",
         "\\u0085\\u009b31m"},
        {"\u202a\u202b\u202c\u202d\u202e", "\\u202a\\u202b\\u202c\\u202d\\u202e"},
        {"\u2066\u2067\u2068\u2069\u200e\u200f\u061c", "\\u2066\\u2067\\u2068\\u2069\\u200e\\u200f\\u061c"},
        {"\u2028\u2029", "\\u2028\\u2029"},
        {"a\u200b\u2060\u00ad\ufeff"
         "b",
         "a\\u200b\\u2060\\u00ad\\ufeffb"},
        {"\U000e0041", "\\U000e0041"},
        {"\xff\xc3(\xed\xa0\x80\xc0\xaf\xe2\x80", "\\xff\\xc3(\\xed\\xa0\\x80\\xc0\\xaf\\xe2\\x80"},
        // Joiners are part of emoji and of Persian; between letters of ASCII they only hide.
        {"ad\u200dmin \u200c", "ad\\u200dmin \\u200c"},
        {"é\u200d", "é\\u200d"},
        {"é\u200d\u200dé", "é\\u200d\\u200dé"},
    };
    for (const auto& [text, shown] : cases) {
        CHECK(printable(text) == shown);
        CHECK(printable(shown) == shown);
    }
}

TEST_CASE("ordinary text stays as it is") {
    for (const std::string text :
         {"", "plain, with a \\ and a\ttab", "Größe, naïve, Ωμέγα", "表を追加 한국어", "שלום مرحبا",
          "🚀 👨‍👩‍👧 ❤️ 🇩🇪", "می\u200cخواهم", "e\u0301"}) {
        CHECK(printable(text) == text);
    }
}

TEST_CASE("line ends become what the caller gives for them") {
    CHECK(printable("a\nb\r\nc\n") == "a\\nb\\nc\\n");
    CHECK(printable("a\nb\r\nc", "\n  ") == "a\n  b\n  c");
    CHECK(printable("a\r\r\nb", "\n") == "a\\x0d\nb");
}

TEST_CASE("a text is cut between two characters, and says so") {
    CHECK(shortened("abc", 3) == "abc");
    const std::string letters(100, 'a');
    CHECK(shortened(letters, 100) == letters);
    CHECK(shortened(letters, 99) == std::string(77, 'a') + "... (100 bytes in all)");
    CHECK(shortened("a" + repeated("é", 50), 30) == "a" + repeated("é", 3) + "... (101 bytes in all)");
    CHECK(shortened(letters, 3) == "... (100 bytes in all)");
}

TEST_CASE("JSON for a terminal escapes what is not to be seen, and means the same") {
    CHECK(printable_json("{\"a\":\"b\x7F\xC2\x9B\xE2\x80\xAE\xF3\xA0\x80\x81é😀\"}") ==
          "{\"a\":\"b\\u007f\\u009b\\u202e\\udb40\\udc01é😀\"}");
    CHECK(printable_json("[]") == "[]");
}
