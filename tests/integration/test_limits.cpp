#include "integration/linear.hpp"
#include "support/catch.hpp"
#include "support/eventually.hpp"

#include <csignal>

using namespace headstart::test;

// What the surroundings of a process forbid or limit is no fault of headstart's, and seldom a reason to fail.

TEST_CASE("a name is looked up where no thread can be made") {
    LinearProject project;
    auto url = project.database.url();
    const std::string address = "@127.0.0.1:";
    project.environment["DATABASE_URL"] = url.replace(url.find(address), address.size(), "@localhost:");
    const auto error = GENERATE(values<std::string>({"EPERM", "EAGAIN"}));
    CHECK(project.transcript({.arguments = {"upgrade"}, .wrapper = without_threads(error)}) ==
          R"(2| info: Running upgrade  -> a1, Make a1
2| info: Running upgrade a1 -> b2, Make b2
2| info: Running upgrade b2 -> c3, Make c3
2| info: 3 revisions applied in <time>
exit 0
)");
    CHECK(project.transcript({.arguments = {"current"}, .wrapper = without_threads(error)}) ==
          "1| c3 (head)\nexit 0\n");
}

TEST_CASE("a statement is cancelled where no thread can be made") {
    Project project;
    project.migration("a1", "", "SELECT pg_sleep(60);");
    const auto run = project.start({.arguments = {"upgrade"}, .wrapper = without_threads("EPERM")});
    REQUIRE(eventually(30s, [&] {
        return project.database.text(
                   "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND "
                   "query LIKE 'SELECT pg_sleep%' AND wait_event = 'PgSleep'") == "1";
    }));
    run->send(SIGTERM);
    CHECK(run->wait(20s).status == 128 + SIGTERM);
}
