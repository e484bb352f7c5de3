#include "e2e/scenario.hpp"
#include "support/catch.hpp"
#include "support/eventually.hpp"
#include "support/log_schema.hpp"

#include <csignal>

using namespace headstart::test;

namespace {

/// What alarms read of a run: every record is of the schema (diag/events.hpp), and these are the events.
std::string checked_events(const std::string& log) {
    for (const auto& breach : breaches_of_schema(log)) {
        FAIL_CHECK(breach);
    }
    std::string events;
    for (const auto& record : records(log)) {
        events += (events.empty() ? "" : " ") + record.value("event", "");
    }
    return events;
}

/// The last record, without what differs from run to run.
nlohmann::json last_record(const std::string& log) {
    auto record = records(log).back();
    for (const auto* name : {"time", "message", "hint", "notes", "while", "column"}) {
        record.erase(name);
    }
    return record;
}

struct LoggedProject : Project {
    LoggedProject() {
        environment["HEADSTART_LOG_FORMAT"] = "json";
        migration("a1", "", "CREATE TABLE a (id int);\nINSERT INTO a VALUES (1);", "DROP TABLE a;");
    }

    /// The events of a call.
    std::string events(std::vector<std::string> arguments, int status = 0) {
        last = headstart(std::move(arguments));
        CHECK(last.status == status);
        return checked_events(last.err);
    }

    Outcome last;
};

} // namespace

TEST_CASE("the records of upgrades, downgrades, stamps and starts are of the schema") {
    LoggedProject project;
    CHECK(project.events({"upgrade"}) == "upgrade revision_done applied");
    CHECK(project.events({"upgrade"}) == "up_to_date");
    CHECK(project.events({"downgrade", "base"}) == "downgrade revision_done applied");
    CHECK(last_record(project.last.err)["revisions"] == 1);
    CHECK(project.events({"stamp", "a1"}) == "stamp stamped");
    CHECK(project.events({"stamp", "base"}) == "stamp stamped");
    CHECK(project.events({"run", "--", "true"}) == "upgrade revision_done applied exec");
}

TEST_CASE("a revision's end is told with its time, also where several share a transaction") {
    LoggedProject project;
    project.migration("b2", "a1", "DO $$ BEGIN RAISE NOTICE 'n'; RAISE WARNING 'w'; END $$;");
    project.migration("c3", "b2", "");
    CHECK(project.events({"upgrade", "--transaction-per-migration", "false"}) ==
          "upgrade upgrade empty_up upgrade notice notice revision_done revision_done revision_done applied");
    for (const auto& record : records(project.last.err)) {
        if (record["event"] == "revision_done") {
            CHECK(record["revisions"] == 3);
            CHECK(record["direction"] == "up");
        }
    }
    CHECK(project.events({"run", "--", "true"}) == "up_to_date exec");
}

TEST_CASE("an error of a statement says which, in which revision, and what the process ends with") {
    LoggedProject project;
    project.migration("b2", "a1", "SELECT 1;\nSELECT 2;\nINSERT INTO nowhere VALUES (1);");
    CHECK(project.events({"upgrade"}, 1) == "upgrade revision_done upgrade failed");
    CHECK(last_record(project.last.err) == nlohmann::json{{"level", "error"},
                                                          {"event", "failed"},
                                                          {"code", "HS0401"},
                                                          {"exit_code", 1},
                                                          {"sqlstate", "42P01"},
                                                          {"revision", "b2"},
                                                          {"direction", "up"},
                                                          {"statement", 3},
                                                          {"statements", 3},
                                                          {"file", "migrations/b2.sql"},
                                                          {"line", 10}});
    project.migration("b2", "a1", "SELECT 1;\nSELECT 1/0;", {}, "transaction:false");
    CHECK(project.events({"upgrade"}, 1) == "upgrade failed");
    CHECK(last_record(project.last.err)["statement"] == 2);
    CHECK(project.events({"status"}) == "half_done");
    CHECK(project.events({"upgrade"}, 1) == "upgrade resume failed");
}

TEST_CASE("of several errors the last one is the failure, and each names its revision") {
    LoggedProject project;
    project.migration("b2", "a1", "SELEC 1;");
    project.migration("c3", "b2", "CREATE TABEL c;");
    CHECK(project.events({"upgrade"}, 2) == "problem failed");
    const auto found = records(project.last.err);
    CHECK(found[0]["revision"] == "b2");
    CHECK(found[1]["revision"] == "c3");
    CHECK(found[1]["direction"] == "up");
    CHECK(found[1]["exit_code"] == 2);
    CHECK(found[1]["file"] == "migrations/c3.sql");
    CHECK(project.events({"upgrade", "--nope"}, 2) == "failed");
    CHECK(project.events({"upgrade", "nope"}, 2) == "failed");
}

TEST_CASE("a retry says which try it was, of what, and how long it waits") {
    LoggedProject project;
    project.migration("b2", "a1", "SELECT 1;\nALTER TABLE a ADD COLUMN n int;");
    CHECK(project.events({"upgrade", "a1"}) == "upgrade revision_done applied");
    Session other(project.database.url());
    other.query("BEGIN; LOCK TABLE a");
    const auto upgrading = project.start({"upgrade"});
    REQUIRE(upgrading->wait_for_text(R"("event":"retry")"));
    other.query("COMMIT");
    const auto outcome = upgrading->wait();
    CHECK(outcome.status == 0);
    CHECK_THAT(checked_events(outcome.err), Catch::Matchers::StartsWith("upgrade retry "));
    const auto retry = records(outcome.err)[1];
    CHECK(retry["attempt"] == 1);
    CHECK(retry["delay_ms"].is_number_integer());
    CHECK(retry["sqlstate"] == "55P03");
    CHECK(retry["revision"] == "b2");
    CHECK(retry["statement"] == 2);
}

TEST_CASE("a server that is not there is told with host and port") {
    LoggedProject project;
    project.environment["DATABASE_URL"] = "postgresql://nobody@127.0.0.1:1/app";
    CHECK(project.events({"run", "--wait-timeout", "1s"}, 3) == "waiting failed");
    for (const auto& record : records(project.last.err)) {
        CHECK(record["host"] == "127.0.0.1");
        CHECK(record["port"] == 1);
    }
    CHECK(last_record(project.last.err)["code"] == "HS0301");
}

TEST_CASE("a lost connection is told with its place and its server") {
    LoggedProject project;
    project.environment["HEADSTART_LOCK_TIMEOUT"] = "0";
    project.migration("b2", "a1",
                      "SELECT 1;\nSELECT pg_sleep(CASE WHEN pg_try_advisory_lock(7) THEN 60 ELSE 0 END);", {},
                      "transaction:false");
    const auto upgrading = project.start({"upgrade"});
    REQUIRE(eventually(20s, [&] { return runs_statement(project, "SELECT pg_sleep"); }));
    Session holder(project.database.url()); // which has the lock the next time
    project.database.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%'"
        " AND datname = current_database()");
    holder.query("SELECT pg_advisory_lock(7)");
    const auto outcome = upgrading->wait();
    CHECK(outcome.status == 0);
    CHECK_THAT(checked_events(outcome.err),
               Catch::Matchers::StartsWith(
                   "upgrade revision_done upgrade connection_lost after_loss upgrade resume"));
    const auto all = records(outcome.err);
    const auto lost = std::find_if(all.begin(), all.end(),
                                   [](const auto& record) { return record["event"] == "connection_lost"; });
    REQUIRE(lost != all.end());
    CHECK((*lost)["attempt"] == 1);
    CHECK((*lost)["revision"] == "b2");
    CHECK((*lost)["direction"] == "up");
    CHECK((*lost)["statement"] == 2);
    CHECK((*lost)["statements"] == 2);
    CHECK((*lost)["host"] == project.database.host());
    CHECK((*lost)["port"] == std::stoi(project.database.port()));
}

TEST_CASE("an end by a signal is told with the exit code") {
    LoggedProject project;
    project.migration("b2", "a1", "SELECT pg_sleep(300);");
    const auto upgrading = project.start({"upgrade"});
    REQUIRE(eventually(20s, [&] { return runs_statement(project, "SELECT pg_sleep"); }));
    upgrading->send(SIGTERM);
    const auto outcome = upgrading->wait(k_promptly);
    CHECK(checked_events(outcome.err) == "upgrade revision_done upgrade interrupted kept stopped");
    CHECK(last_record(outcome.err) ==
          nlohmann::json{{"level", "warning"}, {"event", "stopped"}, {"signal", 15}, {"exit_code", 143}});
}
