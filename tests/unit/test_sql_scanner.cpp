#include "sql/scanner.hpp"
#include "support/catch.hpp"

#include <chrono>
#include <string>
#include <vector>

using namespace headstart;

namespace {

/// Tokens as "kind:text", `!` behind one that the text does not end.
std::vector<std::string> tokens_of(const std::string& text) {
    constexpr const char* k_kinds = "wnsdqc;()\\.";
    std::vector<std::string> shown;
    sql::Scanner scanner(text);
    while (const auto token = scanner.next()) {
        shown.push_back(std::string(1, k_kinds[static_cast<int>(token->kind)]) + ":" +
                        text.substr(token->begin, token->end - token->begin) + (token->is_closed ? "" : "!"));
    }
    return shown;
}

using Tokens = std::vector<std::string>;

} // namespace

TEST_CASE("literals, names and comments are one token each, whatever is in them") {
    struct Case {
        std::string text;
        Tokens tokens;
    };

    const std::vector<Case> cases{
        {"", {}},
        {" \t\r\n\f\v", {}},
        {"'a;''b'", {"s:'a;''b'"}},
        {R"('a\' x)", {"s:'a\\'", "w:x"}},
        {R"(E'a\'b\\' e'\'')", {R"(s:E'a\'b\\')", R"(s:e'\'')"}},
        {"B'01' x'ff' N'n' U&'\\0041' u&\"\\0041\"",
         {"s:B'01'", "s:x'ff'", "s:N'n'", "s:U&'\\0041'", "q:u&\"\\0041\""}},
        {"type'x' u & 'y'", {"w:type", "s:'x'", "w:u", ".:&", "s:'y'"}},
        {"\"a\"\"b;'\"", {"q:\"a\"\"b;'\""}},
        {"$$a;'$b$$ $t$ $$ $$ $t$ $é_1$x$é_1$", {"d:$$a;'$b$$", "d:$t$ $$ $$ $t$", "d:$é_1$x$é_1$"}},
        {"a$b$c $1 $2$$x$$ $ x", {"w:a$b$c", "n:$1", "n:$2", "d:$$x$$", ".:$", "w:x"}},
        {"/* /* ; */ ' */ a /**/ /*/ */ */", {"c:/* /* ; */ ' */", "w:a", "c:/**/", "c:/*/ */", ".:*/"}},
        {"a--b\n+--c\r\n-/*d*/", {"w:a", "c:--b", ".:+", "c:--c", ".:-", "c:/*d*/"}},
        {"1.5e3+.5", {"n:1.5e3", ".:+", "n:.5"}},
        {"a::int[1:=2](;)\\",
         {"w:a", ".:::", "w:int", ".:[", "n:1", ".::=", "n:2", ".:]", "(:(", ";:;", "):)", "\\:\\"}},
        {"<= ->>'x' \xF0\x9F\x90\x98", {".:<=", ".:->>", "s:'x'", "w:\xF0\x9F\x90\x98"}},
        {"\xEF\xBB\xBFselect", {"w:select"}},
    };
    for (const auto& [text, tokens] : cases) {
        INFO(text);
        CHECK(tokens_of(text) == tokens);
    }
}

TEST_CASE("a string that goes on in the next line keeps its rules") {
    CHECK(tokens_of("E'a'\n'b\\'c' d") == Tokens{"s:E'a'", "s:'b\\'c'", "w:d"});
    CHECK(tokens_of("E'a' -- x\n  '\\''\n'\\''") == Tokens{"s:E'a'", "c:-- x", "s:'\\''", "s:'\\''"});
    // Not in the same line, not behind another kind of comment, and not behind a plain string.
    CHECK(tokens_of("E'a' '\\' x") == Tokens{"s:E'a'", "s:'\\'", "w:x"});
    CHECK(tokens_of("E'a' /*\n*/\n'\\' x") == Tokens{"s:E'a'", "c:/*\n*/", "s:'\\'", "w:x"});
    CHECK(tokens_of("'a'\n'\\' x") == Tokens{"s:'a'", "s:'\\'", "w:x"});
}

TEST_CASE("what the text does not end goes to its end and says so") {
    for (const std::string text :
         {"'a", "E'a\\", "E'a\\'", "\"a", "$$a$", "$t$ $$", "/* /* */", "/*", "U&'x"}) {
        INFO(text);
        const auto tokens = tokens_of(text);
        REQUIRE(tokens.size() == 1);
        CHECK(tokens[0].substr(2) == text + "!");
    }
}

TEST_CASE("a long list takes time by its length, not by its square") {
    constexpr std::size_t k_size = 1'000'000;
    const std::string text(k_size, ',');
    const auto begin = std::chrono::steady_clock::now();
    sql::Scanner scanner(text);
    std::size_t count = 0;
    while (scanner.next()) {
        ++count;
    }
    CHECK(count == k_size);
    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(10)); // once it was a minute
}
