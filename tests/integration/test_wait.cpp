#include "integration/linear.hpp"
#include "integration/raced.hpp"
#include "support/catch.hpp"
#include "support/eventually.hpp"

#include <csignal>

using namespace headstart::test;

TEST_CASE("wait ends at once when the database is ready") {
    Project project;
    CHECK(project.transcript({"wait"}) == R"(exit 0
)");
}

TEST_CASE("wait gives up when the server does not come in time") {
    Project project;
    project.environment["DATABASE_URL"] = "postgresql://app:secret@127.0.0.1:1/app";
    CHECK(project.transcript({"wait", "--wait-timeout", "2s"}) ==
          R"(2| info: waiting for the database at 127.0.0.1:1: nothing listens there yet (Connection refused)
2| error[HS0301]: the database was not ready within 2.0 s: nothing listens there yet
2| note: 127.0.0.1:1 said: Connection refused
2| note: the database URL: postgresql://app:***@127.0.0.1:1/app
2| hint: check host and port of the database URL, and that the server is started
exit 3
)");
}

TEST_CASE("wait --for returns once another container has migrated") {
    LinearProject project;
    const auto waiter = project.start({"wait", "--for", "b2", "--log-level", "debug"});
    REQUIRE(waiter->wait_for_text("the schema is not at b2 yet"));
    REQUIRE(project.headstart({"upgrade", "a1"}).status == 0);
    CHECK(waiter->running());
    REQUIRE(project.headstart({"upgrade", "head"}).status == 0);
    const auto outcome = waiter->wait(20s);
    CHECK(outcome.status == 0);
    CHECK(outcome.out == "");
}

TEST_CASE("whatever ends its sessions, wait --for goes on waiting") {
    LinearProject project;
    const auto waiter = project.start({"wait", "--for", "b2", "--log-level", "debug"});
    REQUIRE(waiter->wait_for_text("the schema is not at b2 yet"));
    for (int lost = 0; lost < 5; ++lost) { // more than other work may lose
        REQUIRE(eventually(20s, [&] {
            return project.database.text(
                       "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE"
                       " datname = current_database() AND application_name = 'headstart'") != "0";
        }));
    }
    REQUIRE(project.headstart({"upgrade", "b2"}).status == 0);
    CHECK(waiter->wait(20s).status == 0);
}

TEST_CASE("wait --for gives up when nobody migrates, and migrates nothing itself") {
    LinearProject project;
    const auto before = project.snapshot();
    CHECK(project.transcript({"wait", "--for", "head", "--wait-timeout", "2s"}) ==
          R"(2| error[HS0406]: the schema was not at head within 2.0 s
2| note: the database is at base
2| hint: does the container that migrates run, and on the same database?
exit 3
)");
    CHECK(project.snapshot() == before);
    CHECK(project.transcript({"wait", "--for", "nope", "--wait-timeout", "10s"}) ==
          R"(2| error[HS0106]: Can't locate revision identified by 'nope'
2| hint: headstart history lists the revisions of the folder
exit 2
)");
}

TEST_CASE("a signal ends the wait at once") {
    LinearProject project;
    const auto [signal, name] = GENERATE(values<std::pair<int, const char*>>(
        {{SIGTERM, "Terminated"}, {SIGINT, "Interrupt"}, {SIGHUP, "Hangup"}, {SIGQUIT, "Quit"}}));
    const auto waiter = project.start({"wait", "--for", "head", "--log-level", "debug"});
    REQUIRE(waiter->wait_for_text("the schema is not at head yet"));
    waiter->send(signal);
    const auto outcome = waiter->wait(k_promptly);
    CHECK(outcome.status == 128 + signal);
    const auto last_line = "warning: stopped by signal " + std::to_string(signal) + " (" + name + ")\n";
    CHECK(project.steady(outcome.err).ends_with(last_line));
}

TEST_CASE("wait --for counts its steps from where the database stood first") {
    RacedProject project("a2");
    const auto waiter = project.start({"wait", "--for", "+1", "--log-level", "debug"});
    REQUIRE(waiter->wait_for_text("the schema is not at +1 yet"));
    project.database.execute(to("a3"));
    CHECK(waiter->wait(20s).status == 0);
    const auto refused = project.start({"wait", "--for", "+1", "--log-level", "debug"});
    REQUIRE(refused->wait_for_text("the schema is not at +1 yet"));
    project.database.execute(to("a2"));
    const auto outcome = refused->wait(20s);
    CHECK(outcome.status == 1);
    const auto shown = project.shown(outcome);
    CHECK(shown.substr(shown.find("2| error")) == moved("+1", "a3", "a2"));
}

TEST_CASE("wait --for goes on when its connection is lost") {
    RacedProject project("a2");
    const auto waiter = project.start({"wait", "--for", "a3", "--log-level", "debug"});
    REQUIRE(waiter->wait_for_text("the schema is not at a3 yet"));
    project.database.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                             " WHERE application_name = 'headstart' AND datname = current_database()");
    REQUIRE(waiter->wait_for_text("connecting again"));
    project.database.execute(to("a3"));
    const auto outcome = waiter->wait(20s);
    INFO(outcome.err);
    CHECK(outcome.status == 0);
}
