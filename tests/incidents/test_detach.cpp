#include "e2e/scenario.hpp"
#include "support/catch.hpp"
#include "support/eventually.hpp"
#include "support/server_version.hpp"

#include <csignal>
#include <memory>

using namespace headstart::test;
using Catch::Matchers::ContainsSubstring;

namespace {

/// A partitioned table with live rows, a revision that detaches its oldest partition without locking, and a
/// report that has read it in a transaction which does not end.
struct Detaching : Project {
    std::unique_ptr<Session> report;

    Detaching() {
        environment["HEADSTART_LOG_FORMAT"] = "json";
        migration("a1", "",
                  "CREATE TABLE event (day int, note text) PARTITION BY RANGE (day);\n"
                  "CREATE TABLE event_old PARTITION OF event FOR VALUES FROM (0) TO (100);\n"
                  "CREATE TABLE event_new PARTITION OF event FOR VALUES FROM (100) TO (200);\n"
                  "INSERT INTO event VALUES (1, 'old'), (101, 'new');\nCREATE TABLE ran (what text);");
        migration("b2", "a1",
                  "INSERT INTO ran VALUES ('before');\n"
                  "ALTER TABLE event DETACH PARTITION event_old CONCURRENTLY;\n"
                  "INSERT INTO ran VALUES ('behind');",
                  {}, "transaction:false");
        REQUIRE(headstart({"upgrade", "a1"}).status == 0);
        report = std::make_unique<Session>(database.url());
        report->query("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT * FROM event");
    }

    bool is_half_detached() {
        return eventually(30s, [&] { return partitions() == "event_old pending, event_new"; });
    }

    std::string partitions() {
        return database.text(
            "SELECT string_agg(inhrelid::regclass || CASE WHEN inhdetachpending THEN"
            " ' pending' ELSE '' END, ', ' ORDER BY inhrelid) FROM pg_inherits WHERE inhparent ="
            " 'event'::regclass");
    }

    bool waits_for_lock() {
        return eventually(30s, [&] {
            return database.text("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'headstart'"
                                 " AND datname = current_database() AND wait_event_type = 'Lock'") == "1";
        });
    }

    void end_session() {
        database.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name ="
                         " 'headstart' AND datname = current_database()");
    }

    void check_end(const Outcome& outcome) {
        INFO(outcome.err);
        CHECK(outcome.status == 0);
        CHECK(outcome.out == "started\n");
        CHECK(values(outcome.err, "leftover", "message") ==
              "finishing the detachment of \"event_old\" that an interrupted run began");
        CHECK(partitions() == "event_new");
        CHECK(database.text("SELECT note FROM event") == "new");
        CHECK(database.text("SELECT note FROM event_old") == "old"); // a table of its own
        CHECK(database.text("SELECT string_agg(what, ' ' ORDER BY what) FROM ran") == "before behind");
        CHECK(version() == "b2");
        CHECK(journal() == "up a1 done, up b2 done");
    }
};

} // namespace

TEST_CASE("DETACH CONCURRENTLY that was killed with its session: it is told, and the next run finishes it") {
    if (!server_has(Since::partitions_leave_concurrently)) {
        return;
    }
    Detaching project;
    const auto running = project.start({"run", "--", "echo", "started"});
    REQUIRE(project.is_half_detached());
    running->send(SIGKILL);
    CHECK(running->wait().signal == SIGKILL);
    project.end_session();
    REQUIRE(is_gone(project));
    CHECK(project.partitions() == "event_old pending, event_new");
    CHECK(project.version() == "a1");
    const auto status = project.headstart(Call{{"status"}, {{"HEADSTART_LOG_FORMAT", "text"}}});
    INFO(status.out << status.err);
    CHECK_THAT(status.out,
               ContainsSubstring("half-done b2: 1 of 3 statements of its up done, the next one in doubt\n"));
    CHECK_THAT(status.err, ContainsSubstring("finish it with `headstart upgrade b2`"));

    SECTION("when the report is over") {
        project.report->query("COMMIT");
        project.check_end(project.headstart({"run", "--", "echo", "started"}));
    }

    SECTION("while the report goes on: it gives up in time, and names it") {
        const auto outcome =
            project.headstart({"upgrade", "--lock-timeout", "500ms", "--lock-retry-timeout", "0"});
        INFO(outcome.err);
        CHECK(outcome.status == 1);
        const auto error = error_record(outcome.err);
        CHECK(error.at("sqlstate") == "55P03");
        CHECK_THAT(error.dump(),
                   ContainsSubstring("while clearing up what an earlier run left behind here") &&
                       ContainsSubstring("blocked by pid " + std::to_string(project.report->backend_pid())));
        CHECK(project.partitions() == "event_old pending, event_new");
        project.report->query("COMMIT");
        project.check_end(project.headstart({"run", "--", "echo", "started"}));
    }
}

TEST_CASE("DETACH CONCURRENTLY whose session an administrator ends: the same run finishes it") {
    if (!server_has(Since::partitions_leave_concurrently)) {
        return;
    }
    Detaching project;
    const auto running = project.start({"run", "--", "echo", "started"});
    REQUIRE(project.is_half_detached());
    project.end_session();
    REQUIRE(running->wait_for_text("finishing the detachment"));
    REQUIRE(project.waits_for_lock());
    CHECK(project.partitions() == "event_old pending, event_new");
    Session customer(project.database.url());
    customer.query("SET lock_timeout = '1s'");
    CHECK(customer.text("SELECT note FROM event") == "new"); // nobody waits behind it
    customer.query("UPDATE event SET note = 'newer'; UPDATE event SET note = 'new'");
    project.report->query("COMMIT");
    const auto outcome = running->wait();
    CHECK(records(outcome.err, "connection_lost").size() == 1);
    project.check_end(outcome);
}

TEST_CASE("who reads the partition itself waits as long as one try to finish its detachment lasts") {
    if (!server_has(Since::partitions_leave_concurrently)) {
        return;
    }
    Detaching project;
    const auto running = project.start({"run", "--lock-timeout", "100ms", "--", "echo", "started"});
    REQUIRE(project.is_half_detached());
    project.end_session();
    REQUIRE(running->wait_for_text("finishing the detachment"));
    REQUIRE(project.waits_for_lock());
    Session customer(project.database.url());
    customer.query("SET lock_timeout = '5s'"); // far less than the report goes on, and than a DETACH may wait
    CHECK(customer.text("SELECT note FROM event_old") == "old");
    REQUIRE(running->wait_for_text("gave way"));
    project.report->query("COMMIT");
    project.check_end(running->wait());
}

TEST_CASE(
    "a detachment that cannot be finished in time: the time-out that is told is the one that ended it") {
    if (!server_has(Since::partitions_leave_concurrently)) {
        return;
    }
    Detaching project;
    const auto running = project.start({"upgrade"});
    REQUIRE(project.is_half_detached());
    running->send(SIGKILL);
    running->wait();
    project.end_session();
    const auto outcome = project.headstart(
        {"upgrade", "--lock-timeout", "50ms", "--lock-retry-timeout", "0", "--concurrently-timeout", "1h"});
    INFO(outcome.err);
    CHECK(outcome.status == 1); // at once, and not after an hour
    CHECK_THAT(error_record(outcome.err).dump(), ContainsSubstring("lock_timeout that ended it: 50 ms"));
}
