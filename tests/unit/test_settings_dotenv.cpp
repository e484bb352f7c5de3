#include "settings/dotenv.hpp"
#include "support/catch.hpp"
#include "support/errors.hpp"

using namespace headstart;
using settings::parse_dotenv;

namespace {

std::string first_problem(const std::string& text) {
    const auto problems = parse_dotenv(text, ".env").problems;
    return problems.empty() ? "none" : diag::render_text(problems.front().diagnostic);
}

} // namespace

TEST_CASE("a .env file is read as godotenv reads it") {
    struct Case {
        const char* line;
        const char* value;
    };

    const Case cases[] = {
        {"A=plain", "plain"},
        {"A=", ""},
        {"  A = spaced out  ", "spaced out"},
        {"export A=exported", "exported"},
        {"export\tA=exported", "exported"},
        {"A: yaml", "yaml"},
        {"A=value # comment", "value"},
        {"A=pass#word", "pass#word"},
        {"A=x # y # z", "x # y"},
        {"A=postgres://u:p@h:5432/d?sslmode=require", "postgres://u:p@h:5432/d?sslmode=require"},
        {"A='single $B \\n # stays'", "single $B \\n # stays"},
        {"A=\"tab\\tis t, two\\nlines\"", "tab"
                                          "tis t, two\nlines"},
        {"A=\"say \\\"hi\\\"\" # comment", "say \"hi\""},
        {"A=\"first\r\nsecond\"", "first\nsecond"},
        {"B=b\nA=${B}/$B", "b/b"},
        {"B=b\nA=\"<${B}>\"", "<b>"},
        {"B=b\nA='${B}'", "${B}"},
        {"B=b\nA=\"\\$B \\${B}\"", "$B ${B}"},
        {"A=[$NOT_SET]", "[]"},
        {"A=${B:-b}/${C-c}/${D-}", "b/c/"},
        {"B=1\nC=\nA=${B:-b}/${B-b}/${C:-c}/${C-c}", "1/1/c/"},
        {"B=x\nA=\"${C:-a ${D:-$B} c}\"", "a x c"},
        {"A='${B:-b}'", "${B:-b}"},
        {"A=\\${B:-b}", "${B:-b}"},
        {"A=cost$ $lower", "cost$ $lower"},
        {"# comment\n\n\nA=after\n# comment", "after"},
        {"\xEF\xBB\xBF"
         "A=bom",
         "bom"},
        {"A=1\nA=2", "2"},
        {"A=unix\r\nB=2\r\n", "unix"},
    };
    for (const auto& [line, value] : cases) {
        INFO(line);
        CHECK(parse_dotenv(line, ".env").variables.at("A") == value);
    }
    CHECK(parse_dotenv("", ".env").variables.empty());
}

TEST_CASE("a broken .env file is told by its line, never by its content") {
    struct Case {
        const char* text;
        const char* error;
    };

    const Case cases[] = {
        {"A=1\nsecret\n", "error[HS0003]: .env, line 2: there is no \"=\"\n"
                          "hint: write NAME=value; a value over several lines needs double quotes\n"},
        {"A=1\n\nsec-ret=1\n",
         "error[HS0003]: .env, line 3: what stands before the \"=\" is no variable's name\n"
         "hint: a name is made of letters, digits, \"_\" and \".\"\n"},
        {"=secret", "error[HS0003]: .env, line 1: what stands before the \"=\" is no variable's name\n"
                    "hint: a name is made of letters, digits, \"_\" and \".\"\n"},
        {"B=\"two\nlines\"\nA=\"secret\n",
         "error[HS0003]: .env, line 3: the quote that opens a value is never closed\n"
         "hint: close it, or escape the quotes inside it with a backslash\n"},
        {"A='pass'secret=\"word'\n",
         "error[HS0003]: .env, line 1: the quote that opens a value is never closed\n"
         "hint: close it, or escape the quotes inside it with a backslash\n"},
    };
    for (const auto& [text, error] : cases) {
        INFO(text);
        CHECK(first_problem(text) == error);
    }
}

TEST_CASE("a form of ${…} that is not expanded is told, without the value") {
    for (const std::string value : {"${B:+secret}", "${B?secret}", "\"${B:?secret}\"", "${B#secret}",
                                    "${B:-secret", "${B:-${C:?secret}}"}) {
        INFO(value);
        const auto read = parse_dotenv("A=" + value + "\nB=1\n", ".env");
        CHECK(read.variables.count("A") == 0);
        CHECK(read.variables.at("B") == "1");
        CHECK(read.problems.at(0).name == "A");
        CHECK(first_problem("A=" + value) == "error[HS0003]: .env, line 1: a ${…} in the value is of a form "
                                             "that is not expanded, or never closed\n"
                                             "hint: the forms are ${NAME}, ${NAME:-default} and "
                                             "${NAME-default}; a dollar that is meant is written "
                                             "\\$, or stands in '…'\n");
    }
}

TEST_CASE("a value that no program could be given is refused, before it takes the memory") {
    constexpr std::size_t k_longest = std::size_t{128} * 1024;
    const std::string longest(k_longest, 'x');
    CHECK(parse_dotenv("A=" + longest, ".env").variables.at("A") == longest);
    std::string doubling = "A=x\n";
    for (int line = 0; line < 60; ++line) {
        doubling += "A=$A$A\n";
    }
    const std::string hint = "hint: Linux gives no program a longer variable; let it name a file\n";
    CHECK(first_problem(doubling) ==
          "error[HS0003]: .env, line 19: the value is longer than 131072 bytes\n" + hint);
    CHECK(first_problem("A='" + longest + "x'") ==
          "error[HS0003]: .env, line 1: the value is longer than 131072 bytes\n" + hint);
}

TEST_CASE("what is no variable is passed over, with the name it seems to be about") {
    const auto parsed =
        parse_dotenv("[section]\nA=1\nJUST_A_NAME\nexport B-C=2\nD=\"open\nE='3'\nexport PEM='x\n", ".env");
    CHECK(parsed.variables == std::map<std::string, std::string, std::less<>>{{"A", "1"}, {"E", "3"}});
    std::vector<std::string> names;
    for (const auto& problem : parsed.problems) {
        names.push_back(problem.name + ": " + problem.diagnostic.message);
    }
    CHECK(names == std::vector<std::string>{
                       ": .env, line 1: there is no \"=\"",
                       "JUST_A_NAME: .env, line 3: there is no \"=\"",
                       "B: .env, line 4: what stands before the \"=\" is no variable's name",
                       "D: .env, line 5: the quote that opens a value is never closed",
                       "PEM: .env, line 7: the quote that opens a value is never closed",
                   });
}
