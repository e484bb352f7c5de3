#include "integration/linear.hpp"
#include "support/catch.hpp"

#include <regex>

using namespace headstart::test;

TEST_CASE("global options are taken before and after the command") {
    LinearProject project;
    std::filesystem::rename(project.folder.path() / "migrations", project.folder.path() / "elsewhere");
    CHECK(project.transcript({"--dir", "elsewhere", "heads"}) == "1| c3 (head)\nexit 0\n");
    CHECK(project.transcript({"heads", "--dir", "elsewhere"}) == "1| c3 (head)\nexit 0\n");
    CHECK(project.transcript({"heads", "-d", "elsewhere"}) == "1| c3 (head)\nexit 0\n");
    CHECK(project.transcript({"--dir=elsewhere", "--log-level", "error", "upgrade", "head"}) == "exit 0\n");
    CHECK(project.transcript({"downgrade", "--dir=elsewhere", "-1", "--log-level=error"}) == "exit 0\n");
    CHECK(project.version() == "b2");
}

TEST_CASE("the version option names the program, its version, the commit and what it is built with") {
    Project project;
    const auto outcome = project.headstart({"--version"});
    CHECK(outcome.status == 0);
    CHECK(outcome.err == "");
    CHECK(std::regex_match(
        outcome.out, std::regex(R"(headstart \d+\.\d+\.\d+ \([0-9a-z-]+\)\n(\S+ [^,]+, )*\S+ [^,]+\n)")));
    CHECK(outcome.out.find("\nlibpq ") != std::string::npos);
    CHECK(project.headstart({"-V"}).out == outcome.out);
}

TEST_CASE("help goes to standard output and names every command") {
    Project project;
    const auto outcome = project.headstart({"--help"});
    CHECK(outcome.status == 0);
    CHECK(outcome.err == "");
    CHECK(project.headstart({"-h"}).out == outcome.out);
    for (const auto* command : {"run", "wait", "upgrade", "downgrade", "stamp", "current", "history", "heads",
                                "status", "check", "revision", "ensure-version"}) {
        INFO(command);
        CHECK(outcome.out.find(std::string("\n  ") + command + " ") != std::string::npos);
        const auto help = project.headstart({command, "-h"});
        CHECK(help.status == 0);
        CHECK(help.err == "");
        CHECK(help.out.find("headstart " + std::string(command)) != std::string::npos);
    }
}

TEST_CASE("the help of one command shows its arguments, its options and examples") {
    Project project;
    const auto help = project.transcript({"stamp", "--help"});
    CHECK(help == R"(1| change the version table and run nothing
1|
1| usage: headstart stamp [options] [REVISION...]
1|
1| examples:
1|   headstart stamp head            # adopt a database that is there already
1|   headstart stamp --purge 3f2a1c
1|   headstart stamp --from flyway   # what Flyway has applied
1|
1| arguments:
1|   REVISION  what the database shall be said to be at
1|
1| options:
1|       --sql          write a script for psql to standard output; no connection
1|                      is made
1|       --tag TEXT     a word for the top of the script that --sql writes
1|       --purge        delete all rows of the version table first, whatever they
1|                      are
1|       --from TOOL    what another tool's own table says is applied: flyway,
1|                      goose, …, auto
1|       --table TABLE  with --from: that table, where the tool was told to use
1|                      another than its own
1|
1| global options: --dir, --url, --log-level ...: headstart stamp --help --all
exit 0
)");
}

TEST_CASE("a slip of the finger is answered with the nearest name") {
    LinearProject project;
    CHECK(project.transcript({"upgarde", "head"}) == R"(2| error[HS0001]: there is no command "upgarde"
2| hint: did you mean "upgrade"?
exit 2
)");
    CHECK(project.transcript({"upgrade", "--dri", "x"}) ==
          R"(2| error[HS0001]: headstart upgrade has no option "--dri"
2| hint: did you mean "--dir"?
exit 2
)");
    CHECK(project.transcript({"upgrade", "head", "--purge"}) ==
          R"(2| error[HS0001]: headstart upgrade has no option "--purge"
2| hint: "headstart upgrade --help" lists the options
exit 2
)");
    CHECK(project.transcript({"upgrade", "--dir"}) == R"(2| error[HS0001]: "--dir" needs a value
2| hint: write --dir DIR
exit 2
)");
    // Nothing at all is answered with the help, but is no success.
    const auto nothing = project.headstart(std::vector<std::string>{});
    CHECK(nothing.status == 2);
    CHECK(nothing.out == "");
    CHECK(nothing.err == project.headstart({"--help"}).out);
    CHECK(project.version() == "no table");
}
