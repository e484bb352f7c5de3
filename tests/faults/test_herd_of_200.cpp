#include "e2e/cluster.hpp"
#include "e2e/scenario.hpp"
#include "faults/trial.hpp"
#include "support/catch.hpp"
#include "support/eventually.hpp"

using namespace headstart::test;

namespace {

constexpr int k_replicas = 200;
constexpr int k_failures = 60;

/// Every statement of them leaves a trace in `aside`, where rows are taken back with a transaction and
/// sequences are not.
void write_migrations(Project& project) {
    project.migration("a1", "", "CREATE TABLE a (id int);\nINSERT INTO aside.ran VALUES ('a1');");
    project.migration("b2", "a1",
                      "INSERT INTO aside.ran VALUES ('b2 before');\n"
                      "CREATE INDEX CONCURRENTLY a_id ON a (id);\n"
                      "INSERT INTO aside.ran VALUES ('b2 behind');",
                      {}, "transaction:false");
    project.migration("c3", "b2",
                      "CREATE TABLE c (id int);\nINSERT INTO aside.ran VALUES ('c3');\n"
                      "SELECT 1 / (nextval('aside.attempts') > " +
                          std::to_string(k_failures) + ")::int;");
    project.migration("d4", "c3", "CREATE TABLE d (id int);\nINSERT INTO aside.ran VALUES ('d4');");
}

} // namespace

TEST_CASE("a herd of 200 on a server with room for thirty runs each statement once", "[herd]") {
    Project project;
    write_migrations(project);
    const Cluster cluster({"max_connections=30"});
    Session admin(cluster.url());
    admin.query("CREATE ROLE app LOGIN PASSWORD 'secret'");
    admin.query("CREATE DATABASE app OWNER app");
    Session watcher(cluster.url("app"));
    watcher.query("CREATE SCHEMA aside AUTHORIZATION app; SET ROLE app; CREATE SEQUENCE aside.attempts;"
                  " CREATE TABLE aside.ran (what text); RESET ROLE");
    Session reader(cluster.url("app"));
    reader.query(
        "BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1"); // the index build waits for this snapshot
    const Environment variables{{"DATABASE_URL", cluster.url_as("app", "secret", "app")},
                                {"HEADSTART_WAIT_TIMEOUT", "5m"},
                                {"HEADSTART_LOCK_WAIT_TIMEOUT", "5m"}};

    std::vector<std::unique_ptr<Process>> herd;
    for (int i = 0; i < k_replicas; ++i) {
        herd.push_back(project.start(Call{{"run", "--", "echo", "started"}, variables}));
    }
    REQUIRE(eventually(60s, [&] {
        return watcher.text("SELECT count(*) FROM pg_stat_activity"
                            " WHERE query LIKE 'CREATE INDEX%' AND wait_event_type = 'Lock'") == "1";
    }));
    REQUIRE(eventually(60s, [&] { return count_waiters(watcher) > 20; }));
    for (int i = 0; i < 100; ++i) {
        REQUIRE(waiters_let_go(watcher));
    }
    reader.query("COMMIT");

    int started = 0;
    int failed = 0;
    for (const auto& one : herd) {
        const auto outcome = one->wait(300s);
        INFO(outcome.err);
        if (outcome.status == 0) {
            CHECK(outcome.out == "started\n");
            ++started;
        } else {
            CHECK(outcome.status == 1);
            CHECK(outcome.out == "");
            CHECK(outcome.err.find("migrations/c3.sql:10:1: error[HS0401]: division by zero") !=
                  std::string::npos);
            ++failed;
        }
    }
    CHECK(started == k_replicas - k_failures);
    CHECK(failed == k_failures);
    CHECK(watcher.text("SELECT last_value FROM aside.attempts") == std::to_string(k_failures + 1));
    CHECK(watcher.text("SELECT string_agg(what, ', ' ORDER BY what) FROM aside.ran") ==
          "a1, b2 before, b2 behind, c3, d4");
    CHECK(watcher.text("SELECT version_num FROM alembic_version") == "d4");
    CHECK(watcher.text("SELECT string_agg(revision || ' ' || state, ', ' ORDER BY id)"
                       " FROM headstart_journal") == "a1 done, b2 done, c3 done, d4 done");
    CHECK(cluster.log().find("deadlock detected") == std::string::npos);
    report({"200 replicas at once on a server with room for 30, one migration failing 60 times", k_replicas});
}
