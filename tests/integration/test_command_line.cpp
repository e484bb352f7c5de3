#include "integration/linear.hpp"
#include "support/catch.hpp"

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

TEST_CASE("--version names the program, its version and what it is built with") {
    Project project;
    const auto outcome = project.headstart({"--version"});
    CHECK(outcome.status == 0);
    CHECK(outcome.err == "");
    CHECK(outcome.out.starts_with("headstart 0.1.0"));
    CHECK(outcome.out.ends_with("\n"));
    CHECK(outcome.out.find("libpq ") != std::string::npos);
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

TEST_CASE("the help of one command, whole") {
    Project project;
    CHECK(project.transcript({"stamp", "--help"}) == R"(?)");
}

TEST_CASE("a slip of the finger is answered with the nearest name") {
    LinearProject project;
    CHECK(project.transcript({"upgarde", "head"}) == R"(?)");
    CHECK(project.transcript({"upgrade", "--dri", "x"}) == R"(?)");
    CHECK(project.transcript({"upgrade", "head", "--purge"}) == R"(?)");
    CHECK(project.transcript({"upgrade", "--dir"}) == R"(?)");
    CHECK(project.transcript(std::vector<std::string>{}) == R"(?)");
    CHECK(project.version() == "no table");
}
