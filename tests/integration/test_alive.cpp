#include "support/catch.hpp"
#include "support/file_times.hpp"
#include "support/project.hpp"

using namespace headstart::test;

TEST_CASE("alive says whether headstart is at work, by the heartbeat file alone") {
    Project project;
    project.environment["HEADSTART_HEARTBEAT_FILE"] = "alive";
    const auto unreachable = Environment{{"DATABASE_URL", "postgresql://nobody@localhost:1/none"}};
    CHECK(project.transcript({.arguments = {"alive"}, .variables = unreachable}) == "exit 0\n");
    const auto file = project.folder.write("alive", "");
    CHECK(project.transcript({"alive"}) == "exit 0\n");
    make_older(file, 7200s);
    const auto outcome = project.headstart({"alive"});
    CHECK(outcome.status == 1);
    CHECK(outcome.err.starts_with("error[HS0702]: headstart has given no sign of life for 120 min"));
    CHECK(project.transcript({"alive", "--within", "3h"}) == "exit 0\n");
    CHECK(std::filesystem::exists(file));
}

TEST_CASE("alive asks the application once headstart has ended") {
    Project project;
    project.environment["HEADSTART_HEARTBEAT_FILE"] = "alive";
    const std::vector<std::string> probe{"alive", "--", "sh", "-c", "echo asked; exit 7"};
    CHECK(project.transcript(probe) == "1| asked\nexit 7\n");
    const auto file = project.folder.write("alive", "");
    CHECK(project.transcript(probe) == "exit 0\n");
    make_older(file, 60s);
    CHECK(project.headstart(probe).status == 1);
    CHECK(project.headstart(probe).out == "");
}

TEST_CASE("alive needs to know the file and how old it may be") {
    Project project;
    CHECK(project.transcript({"alive"}) == R"(2| error[HS0001]: no heartbeat file is named
2| hint: give --heartbeat-file, or HEADSTART_HEARTBEAT_FILE to the whole container
exit 2
)");
    CHECK(project.transcript({"alive", "--heartbeat-file", "x", "--within", "soon"}) ==
          R"(2| error[HS0001]: --within "soon" is not a duration
2| hint: write a number of seconds, or 30s, 5m, 1h
exit 2
)");
}

TEST_CASE("a heartbeat file that cannot be written is found out before anything is done") {
    Project project;
    project.migration("a1", "", "SELECT 1;");
    for (const auto* verb : {"run", "upgrade", "wait", "stamp", "ensure-version"}) {
        auto arguments = std::vector<std::string>{verb, "--heartbeat-file", "missing/alive"};
        if (arguments.front() == "stamp") {
            arguments.emplace_back("head");
        }
        CHECK(project.transcript(arguments) ==
              R"(2| error[HS0701]: missing/alive cannot be the heartbeat file: No such file or directory
2| hint: name a file that is not there yet, in a folder that headstart may write to: an emptyDir, a tmpfs, /tmp
2| while: starting the heartbeat from --heartbeat-file
exit 2
)");
    }
    CHECK(project.version() == "no table");
}
