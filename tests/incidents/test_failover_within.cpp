#include "e2e/scenario.hpp"
#include "incidents/failing_over.hpp"
#include "incidents/gate.hpp"
#include "support/catch.hpp"

using namespace headstart::test;
using Catch::Matchers::ContainsSubstring;

namespace {

constexpr const char* k_journal =
    "SELECT string_agg(revision || ' ' || state, ', ' ORDER BY id) FROM headstart_journal";

} // namespace

TEST_CASE("a failover in the middle of a transaction: the revision is run again whole") {
    FailingOver project;
    const Gates gates(project.primary.url(), "b2");
    project.migration("a1", "",
                      "CREATE TABLE account (id int PRIMARY KEY, name text);\n"
                      "INSERT INTO account SELECT n, 'name ' || n FROM generate_series(1, 1000) n;");
    project.migration("b2", "a1",
                      "ALTER TABLE account ADD COLUMN points int NOT NULL DEFAULT 0;\n"
                      "CREATE TABLE audit (what text);\nINSERT INTO audit VALUES ('begun');\n"
                      "UPDATE account SET points = points + 1;\n" +
                          Gates::wait_at("b2") + "INSERT INTO audit VALUES ('ended');");
    const auto running = project.start({"run", "--", "echo", "started"});
    REQUIRE(Gates::is_reached(project.primary.url(), "b2"));
    REQUIRE(project.has_come_over("SELECT version_num FROM alembic_version", "a1"));
    project.primary.stop("immediate");
    // For a while nobody can be written to: the standby that answers is not taken for the primary.
    REQUIRE(running->wait_for_text("\"event\":\"waiting\""));
    project.standby->promote();
    Gates::open(project.standby->url(), "b2");
    const auto outcome = running->wait();
    INFO(outcome.err);
    CHECK(outcome.status == 0);
    CHECK(outcome.out == "started\n");
    CHECK(records(outcome.err, "connection_lost").size() == 1);
    CHECK(values(outcome.err, "after_loss", "message") ==
          "revision b2 had not been committed when the connection was lost");
    CHECK(records(outcome.err, "lost_commits").empty());
    CHECK(project.at_standby("SELECT count(*), sum(points) FROM account") == "1000|1000");
    CHECK(project.at_standby("SELECT string_agg(what, ' ' ORDER BY what) FROM audit") == "begun ended");
    CHECK(project.at_standby("SELECT version_num FROM alembic_version") == "b2");
    CHECK(project.at_standby(k_journal) == "a1 done, b2 done");
}

TEST_CASE("a failover in the middle of CREATE INDEX CONCURRENTLY: what is invalid is built again") {
    struct Blocker {
        std::string sql;
        std::string left; ///< of the index, when the build waits for it: ready for writes, valid
    };

    // The first waits before it builds, the second behind, where writes keep it already.
    const auto blocker =
        GENERATE(Blocker{"BEGIN; INSERT INTO account VALUES (-1)", "f|f"},
                 Blocker{"BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT * FROM aside.other", "t|f"});
    INFO(blocker.sql);
    FailingOver project;
    Session(project.primary.url()).query("CREATE SCHEMA aside; CREATE TABLE aside.other (id int)");
    project.migration("a1", "",
                      "CREATE TABLE account (id int);\n"
                      "INSERT INTO account SELECT generate_series(1, 1000);\nCREATE TABLE ran (what text);");
    project.migration("b2", "a1",
                      "INSERT INTO ran VALUES ('before');\n"
                      "CREATE UNIQUE INDEX CONCURRENTLY account_id ON account (id);\n"
                      "INSERT INTO ran VALUES ('behind');",
                      {}, "transaction:false");
    REQUIRE(project.headstart({"upgrade", "a1"}).status == 0);
    constexpr const char* k_index =
        "SELECT indisready, indisvalid FROM pg_index WHERE indexrelid = to_regclass('account_id')";
    const auto other = std::make_unique<Session>(project.primary.url());
    other->query(blocker.sql);
    const auto running = project.start({"run", "--", "echo", "started"});
    REQUIRE(project.has_come_over(k_index, blocker.left));
    project.fail_over();
    const auto outcome = running->wait();
    INFO(outcome.err);
    CHECK(outcome.status == 0);
    CHECK(outcome.out == "started\n");
    CHECK(records(outcome.err, "connection_lost").size() == 1);
    CHECK(values(outcome.err, "resume", "message") == "resuming revision b2 (up) behind statement 1 of 3");
    CHECK(values(outcome.err, "leftover", "index") == R"("public"."account_id")");
    CHECK(project.at_standby(k_index) == "t|t");
    CHECK(project.at_standby("SELECT count(*) FROM account") == "1000");
    CHECK(project.at_standby("SELECT string_agg(what, ' ' ORDER BY what) FROM ran") == "before behind");
    CHECK(project.at_standby("SELECT version_num FROM alembic_version") == "b2");
    CHECK(project.at_standby(k_journal) == "a1 done, b2 done");
}

TEST_CASE("a failover that does not come: the error tells what each of the servers said") {
    FailingOver project;
    project.migration("a1", "", "CREATE TABLE account (id int);");
    project.primary.stop();
    const auto outcome = project.headstart({"upgrade", "--wait-timeout", "1s"});
    INFO(outcome.err);
    CHECK(outcome.status == 3);
    const auto error = error_record(outcome.err);
    CHECK(error.at("code") == "HS0301");
    CHECK_THAT(error.dump(), ContainsSubstring("127.0.0.1:" + project.primary.port() + " said: ") &&
                                 ContainsSubstring("127.0.0.1:" + project.standby->port() + " said: "));
}
