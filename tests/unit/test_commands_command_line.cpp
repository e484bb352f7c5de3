#include "commands/command_line.hpp"
#include "commands/hide_password.hpp"
#include "support/catch.hpp"
#include "support/errors.hpp"

#include <algorithm>
#include <array>

using namespace headstart;
using commands::Command;
using commands::OptionSpec;
using commands::ParsedCommandLine;
using commands::PositionalSpec;
using Count = commands::PositionalSpec::Count;

namespace {

constexpr std::array k_upgrade_options{
    OptionSpec{"--sql", "", "print the SQL instead of running it"},
    OptionSpec{"--tag", "TAG", "text for env scripts"},
};
constexpr std::array k_revision_options{
    OptionSpec{"-m,--message", "TEXT", "what the revision does"},
    OptionSpec{"--depends-on", "REV", "a revision it needs", true},
    OptionSpec{"-v,--verbose", "", "say more"},
};
constexpr std::array k_history_options{
    OptionSpec{"-r,--rev-range", "RANGE", "from:to"},
    OptionSpec{"-v,--verbose", "", "say more"},
};

const std::array k_rows{
    Command{"run",
            "wait, upgrade, then become the application",
            "headstart run -- uvicorn app:app\nheadstart run   # as an init container",
            {},
            {},
            true,
            nullptr},
    Command{"upgrade",
            "apply migrations up to a revision",
            "headstart upgrade head",
            k_upgrade_options,
            {"revision", "head, +1 or an id", Count::optional},
            false,
            nullptr},
    Command{"downgrade",
            "undo migrations",
            "",
            {},
            {"revision", "base, -1 or an id", Count::one},
            false,
            nullptr},
    Command{"show", "show revisions", "", {}, {"revision", "an id", Count::many}, false, nullptr},
    Command{"revision", "make a new migration file", "", k_revision_options, {}, false, nullptr},
    Command{"history", "list the revisions", "", k_history_options, {}, false, nullptr},
    Command{"heads", "list the heads", "", {}, {}, false, nullptr},
    Command{"stamp", "set the revision", "", {}, {"revision", "ids", Count::any}, false, nullptr},
    Command{"ensure-version", "make the version table", "", {}, {}, false, nullptr},
};

const auto k_commands = [] {
    std::array<const Command*, k_rows.size()> commands{};
    std::transform(k_rows.begin(), k_rows.end(), commands.begin(), [](const Command& row) { return &row; });
    return commands;
}();

/// A command line in memory that may be written to, as the kernel gives it.
class CommandLine {
public:
    CommandLine(std::initializer_list<const char*> arguments) {
        m_texts.emplace_back("headstart");
        m_texts.insert(m_texts.end(), arguments.begin(), arguments.end());
        for (auto& text : m_texts) {
            m_pointers.push_back(text.data());
        }
        m_pointers.push_back(nullptr);
    }

    ParsedCommandLine parse() {
        return commands::parse_command_line(static_cast<int>(m_texts.size()), m_pointers.data(), k_commands);
    }

    [[nodiscard]] const std::vector<std::string>& texts() const { return m_texts; }

private:
    std::vector<std::string> m_texts;
    std::vector<char*> m_pointers;
};

ParsedCommandLine parse(std::initializer_list<const char*> arguments) {
    return CommandLine(arguments).parse();
}

std::string error_of(std::initializer_list<const char*> arguments) {
    return test::error_text([&] { parse(arguments); });
}

using Words = std::vector<std::string>;

} // namespace

TEST_CASE("a command has its options, its arguments and nothing else") {
    const auto parsed = parse({"revision", "-m", "add email", "--depends-on", "a", "--depends-on=b", "-v"});
    REQUIRE(parsed.command != nullptr);
    CHECK(parsed.command->name == "revision");
    CHECK(parsed.arguments.value("--message") == "add email");
    CHECK(parsed.arguments.value("-m") == "add email");
    CHECK(parsed.arguments.value("message") == "add email");
    CHECK(parsed.arguments.values("--depends-on") == Words{"a", "b"});
    CHECK(parsed.arguments.flag("--verbose"));
    CHECK(parsed.arguments.positionals().empty());
    CHECK_FALSE(parse({"revision"}).arguments.value("-m").has_value());
    CHECK_FALSE(parse({"revision"}).arguments.flag("-v"));
}

TEST_CASE("an option's value may stand apart, behind =, or right behind the letter") {
    for (const auto& line : {std::vector<const char*>{"-m", "x"},
                             {"-mx"},
                             {"-m=x"},
                             {"--message", "x"},
                             {"--message=x"},
                             {"-vm", "x"},
                             {"-vmx"},
                             {"-m", "y", "-m", "x"}}) {
        Words words(line.begin(), line.end());
        INFO(words.front());
        words.insert(words.begin(), {"headstart", "revision"});
        std::vector<char*> pointers;
        for (auto& word : words) {
            pointers.push_back(word.data());
        }
        const auto parsed =
            commands::parse_command_line(static_cast<int>(words.size()), pointers.data(), k_commands);
        CHECK(parsed.arguments.value("-m") == "x");
    }
    CHECK(parse({"revision", "--message="}).arguments.value("-m") == "");
    CHECK(parse({"revision", "-m", ""}).arguments.value("-m") == "");
    CHECK(parse({"revision", "-m", "[a,b]"}).arguments.value("-m") == "[a,b]");
    CHECK(parse({"revision", "-m", "- x = {y}"}).arguments.value("-m") == "- x = {y}");
}

TEST_CASE("relative revisions are values, not options") {
    CHECK(parse({"downgrade", "-1"}).arguments.positional() == "-1");
    CHECK(parse({"show", "-2"}).arguments.positionals() == Words{"-2"});
    CHECK(parse({"show", "a", "-2", "b"}).arguments.positionals() == Words{"a", "-2", "b"});
    CHECK(parse({"upgrade", "+1"}).arguments.positional() == "+1");
    CHECK(parse({"downgrade", "B@-1"}).arguments.positional() == "B@-1");
    CHECK(parse({"upgrade", "-12:head", "--sql"}).arguments.positional() == "-12:head");
    CHECK(parse({"history", "-r-3:current"}).arguments.value("-r") == "-3:current");
    CHECK(parse({"history", "-r", "-3:current"}).arguments.value("-r") == "-3:current");
    CHECK(parse({"history", "--rev-range=-3:"}).arguments.value("-r") == "-3:");
    CHECK(parse({"stamp", "/slash", "a,b"}).arguments.positionals() == Words{"/slash", "a,b"});
}

TEST_CASE("a command's name as an argument is an argument") {
    CHECK(parse({"upgrade", "heads"}).arguments.positional() == "heads");
    CHECK(parse({"show", "history", "heads"}).arguments.positionals() == Words{"history", "heads"});
}

TEST_CASE("a command's name may be written with _ for -") {
    CHECK(parse({"ensure_version"}).command->name == "ensure-version");
}

TEST_CASE("global options stand before or after the command") {
    const auto parsed = parse({"-d", "sql", "--log-level=debug", "upgrade", "head", "--wait-timeout", "5m",
                               "--dir=other", "--sql", "-cx.toml"});
    CHECK(parsed.command->name == "upgrade");
    CHECK(parsed.arguments.positional() == "head");
    CHECK(parsed.arguments.flag("--sql"));
    const auto values = [&](std::string_view setting) {
        Words found;
        for (const auto& flag : parsed.flags) {
            if (flag.setting == setting) {
                found.push_back(flag.spelled + " " + flag.value);
            }
        }
        return found;
    };
    CHECK(values("dir") == Words{"--dir sql", "--dir other"});
    CHECK(values("log_level") == Words{"--log-level debug"});
    CHECK(values("wait_timeout") == Words{"--wait-timeout 5m"});
    CHECK(values("config") == Words{"--config x.toml"});
    CHECK(parsed.flags.size() == 5);
}

TEST_CASE("everything after the first -- is the application's") {
    auto parsed = parse({"run", "--dir", "sql", "--", "app", "--dir", "x", "--", "-h"});
    CHECK(parsed.arguments.application == Words{"app", "--dir", "x", "--", "-h"});
    CHECK(parsed.flags.size() == 1);
    parsed = parse({"run"});
    CHECK(parsed.arguments.application.empty());
    CHECK_FALSE(parsed.arguments.has_separator);
    CHECK(parse({"run", "--"}).arguments.has_separator);
}

TEST_CASE("the separator may stand before a relative revision, as for other programs") {
    const auto parsed = parse({"downgrade", "--", "-1"});
    CHECK(parsed.arguments.positionals() == Words{"-1"});
    CHECK_FALSE(parsed.arguments.has_separator);
}

TEST_CASE("wrong usage is told with what was probably meant, and ends with 2") {
    struct Case {
        std::initializer_list<const char*> line;
        const char* error;
    };

    const Case cases[] = {
        {{"upgarde"}, "there is no command \"upgarde\"\nhint: did you mean \"upgrade\"?\n"},
        {{"frobnicate"},
         "there is no command \"frobnicate\"\nhint: the commands are: run, upgrade, downgrade, show, "
         "revision, "
         "history, heads, stamp, ensure-version\n"},
        {{"upgrade", "--slq"}, "headstart upgrade has no option \"--slq\"\nhint: did you mean \"--sql\"?\n"},
        {{"upgrade", "--frobnicate=hunter2"},
         "headstart upgrade has no option \"--frobnicate\"\nhint: \"headstart upgrade --help\" lists the "
         "options\n"},
        {{"upgrade", "-x"},
         "headstart upgrade has no option \"-x\"\nhint: \"headstart upgrade --help\" lists the options\n"},
        {{"--wait-timout", "5", "upgrade"},
         "headstart has no option \"--wait-timout\"\nhint: did you mean \"--wait-timeout\"?\n"},
        {{"-m", "x", "revision"},
         "\"-m\" stands before the command\nhint: only global options do; write it behind the command's "
         "name\n"},
        {{"revision", "-m"}, "\"-m\" needs a value\nhint: write -m TEXT\n"},
        {{"revision", "-m", "--verbose"}, "\"-m\" needs a value\nhint: write -m TEXT\n"},
        {{"revision", "-vm"}, "\"-vm\" needs a value\n"},
        {{"upgrade", "--sql=yes"}, "\"--sql\" takes no value\nhint: write --sql\n"},
        {{"upgrade", "a", "b"},
         "headstart upgrade has no use for \"b\"\nhint: \"headstart upgrade --help\" shows examples\n"},
        {{"heads", "postgres://me:hunter2@db/app"},
         "headstart heads has no use for (a database URL)\nhint: \"headstart heads --help\" shows "
         "examples\n"},
        {{"downgrade"},
         "headstart downgrade needs a revision\nhint: \"headstart downgrade --help\" shows examples\n"},
        {{"show"}, "headstart show needs a revision\nhint: \"headstart show --help\" shows examples\n"},
        {{"run", "uvicorn"},
         "headstart run has no use for \"uvicorn\"\nhint: the application's command stands after \"--\": "
         "headstart run -- …\n"},
        {{"upgrade", "--", "app"},
         "headstart upgrade starts no application after \"--\"\nhint: headstart run -- … does\n"},
        {{"--dir", "x"}, "no command is given\nhint: \"headstart --help\" lists the commands\n"},
        {{"--dir"}, "\"--dir\" needs a value\nhint: write --dir DIR\n"},
    };
    for (const auto& [line, error] : cases) {
        CHECK(error_of(line) == std::string("error[HS0001]: ") + error);
    }
    try {
        parse({"upgarde"});
        FAIL("no error");
    } catch (const diag::Error& error) {
        CHECK(error.exit_code() == diag::ExitCode::usage);
    }
}

TEST_CASE("help and version are text that ends well, and nothing at all is help that does not") {
    for (const auto& line :
         std::initializer_list<std::initializer_list<const char*>>{{"upgrade", "--help"},
                                                                   {"upgrade", "-h", "--frobnicate"},
                                                                   {"-h", "upgrade"},
                                                                   {"help", "upgrade"}}) {
        const auto parsed = parse(line);
        CHECK(parsed.command == nullptr);
        CHECK(parsed.exit_code == diag::ExitCode::ok);
        CHECK_THAT(parsed.text,
                   Catch::Matchers::StartsWith("apply migrations up to a revision\n\n"
                                               "usage: headstart upgrade [options] [REVISION]\n"
                                               "also:  up, migrate, apply, deploy\n\n"
                                               "examples:\n  headstart upgrade head\n\n"
                                               "arguments:\n"
                                               "  REVISION  head, +1 or an id\n\n"
                                               "options:\n"
                                               "      --sql      print the SQL instead of running it\n"
                                               "      --tag TAG  text for env scripts\n\n"
                                               "global options: --dir, --url, --log-level ...: "
                                               "headstart upgrade --help --all\n"));
    }
    CHECK_THAT(parse({"run", "-h"}).text,
               Catch::Matchers::ContainsSubstring("usage: headstart run [options] [-- COMMAND ARGS...]\n"));
    const auto help = parse({"--help"});
    CHECK(help.exit_code == diag::ExitCode::ok);
    CHECK_THAT(help.text, Catch::Matchers::StartsWith("headstart: upgrade to head, then start the app\n\n"
                                                      "usage: headstart [options] COMMAND ...\n\n"
                                                      "examples:\n") &&
                              Catch::Matchers::ContainsSubstring(
                                  "\ncommands:\n"
                                  "  run             wait, upgrade, then become the application\n"));
    CHECK(parse({"help"}).text == help.text);
    const auto bare = parse({});
    CHECK(bare.text == help.text);
    CHECK(bare.command == nullptr);
    CHECK(bare.exit_code == diag::ExitCode::usage);
    CHECK_THAT(parse({"--version"}).text, Catch::Matchers::StartsWith("headstart 0."));
    CHECK(parse({"upgrade", "--version"}).text == parse({"-V"}).text);
    CHECK(parse({"run", "--", "--help"}).command != nullptr);
}

TEST_CASE("the password of --url is overwritten where the process list looks") {
    for (const auto& [before, after] : std::vector<std::pair<std::vector<const char*>, std::string>>{
             {{"-u", "postgres://me:hunter2@db/app"}, "postgres://me:*******@db/app"},
             {{"-upostgres://me:hunter2@db/app"}, "-upostgres://me:*******@db/app"},
             {{"--url=postgres://me:hunter2@db/app"}, "--url=postgres://me:*******@db/app"}}) {
        CommandLine line =
            before.size() == 1 ? CommandLine{"heads", before[0]} : CommandLine{"heads", before[0], before[1]};
        const auto parsed = line.parse();
        REQUIRE(parsed.flags.size() == 1);
        CHECK(parsed.flags[0].value == "postgres://me:hunter2@db/app");
        CHECK(line.texts().back() == after);
    }
}

TEST_CASE("what may be a password is overwritten in every form of URL") {
    const std::pair<const char*, const char*> cases[] = {
        {"postgres://me@db/app", "postgres://me@db/app"},
        {"postgres://me:p@ss@db/app", "postgres://me:****@db/app"},
        {"postgres://me:p/s@s?x@db/app", "postgres://me:**************"},
        {"postgres://db/app?user=me&password=pw", "postgres://db/app?*******************"},
        {"postgres://me:pw@db/app?passwrd=pw", "postgres://me:**@db/app?**********"},
        {"postgres://me:pw@db/app?", "postgres://me:**@db/app?"},
        {"host=db password=pw", "*******************"},
        {"", ""},
    };
    for (const auto& [before, after] : cases) {
        std::string text = before;
        commands::hide_password(text);
        CHECK(text == after);
    }
}
