#include "e2e/cluster.hpp"
#include "e2e/scenario.hpp"
#include "support/catch.hpp"
#include "support/eventually.hpp"

#include <csignal>

using namespace headstart::test;
using Catch::Matchers::ContainsSubstring;

namespace {

/// A server that waits for a standby which is not there, where a session asks for it: so nobody hangs but who
/// is meant to, and no server has to be told while it runs.
struct HungCommit : Project {
    Cluster cluster{{"synchronous_standby_names=nobody", "synchronous_commit=local"}};

    HungCommit() {
        environment["DATABASE_URL"] = cluster.url();
        environment["HEADSTART_LOG_FORMAT"] = "json";
        migration("a1", "", "CREATE TABLE account (points int); INSERT INTO account VALUES (0);");
        // A SELECT goes to the server by itself, so that each COMMIT waits.
        migration("b2", "a1", "SELECT 1; UPDATE account SET points = points + 1;");
        migration("c3", "b2", "SELECT 1; UPDATE account SET points = points + 10;");
        REQUIRE(headstart({"upgrade", "a1"}).status == 0);
    }

    /// Starts it and waits until a COMMIT does not come back.
    std::unique_ptr<Process> hang(const std::vector<std::string>& words = {"run", "--", "echo", "started"},
                                  const std::string& parameters = "?options=-c%20synchronous_commit%3Don") {
        auto running = start(Call{words, {{"DATABASE_URL", cluster.url() + parameters}}});
        REQUIRE(eventually(30s, [&] {
            return query("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'headstart' AND"
                         " wait_event = 'SyncRep'") == "1";
        }));
        return running;
    }

    /// Read at the next start or reload, which also lets go who hangs.
    void wait_for_nobody() const { cluster.add_setting("synchronous_standby_names = ''"); }

    std::string query(const std::string& sql) const { return Session(cluster.url()).text(sql); }

    void end_session(const std::string& function) const {
        query("SELECT " + function + "(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'");
    }

    void check_ended(const Outcome& outcome, const std::string& run) const {
        INFO(outcome.err);
        CHECK(outcome.status == 0);
        CHECK(outcome.out == "started\n");
        CHECK(values(outcome.err, "upgrade", "revision") == run);
        CHECK(query("SELECT points FROM account") == "11");
        CHECK(query("SELECT version_num FROM alembic_version") == "c3");
        CHECK(query("SELECT string_agg(revision || ' ' || state, ', ' ORDER BY id) FROM headstart_journal") ==
              "a1 done, b2 done, c3 done");
    }
};

} // namespace

TEST_CASE("a server that is restarted while a COMMIT hangs: the revision is found committed, not run twice") {
    const std::string mode = GENERATE("immediate", "fast");
    INFO(mode);
    HungCommit project;
    const auto running = project.hang();
    project.wait_for_nobody();
    project.cluster.stop(mode);
    project.cluster.start();
    const auto outcome = running->wait();
    project.check_ended(outcome, "b2 c3");
    CHECK(records(outcome.err, "connection_lost").size() == 1);
    CHECK(values(outcome.err, "after_loss", "message") ==
          "revision b2 had been committed when the connection was lost");
    CHECK(records(outcome.err, "applied").at(0).at("revisions") == 2);
}

TEST_CASE("so is a block outside a transaction") {
    HungCommit project;
    project.migration(
        "b2", "a1",
        "BEGIN;\nSET LOCAL synchronous_commit = on;\nUPDATE account SET points = points + 1;\nCOMMIT;", {},
        "transaction:false");
    const auto running = project.hang({"run", "--", "echo", "started"}, "");
    project.wait_for_nobody();
    project.cluster.stop("immediate");
    project.cluster.start();
    const auto outcome = running->wait();
    project.check_ended(outcome, "b2 c3");
    CHECK(records(outcome.err, "connection_lost").size() == 1);
}

TEST_CASE("a session that is ended while its COMMIT hangs: the revision is found committed, not run twice") {
    HungCommit project;
    const auto running = project.hang();
    project.end_session("pg_terminate_backend");
    REQUIRE(running->wait_for_text("Running upgrade b2 -> c3")); // whose COMMIT hangs in its turn
    project.wait_for_nobody();
    project.cluster.reload();
    const auto outcome = running->wait();
    project.check_ended(outcome, "b2 c3");
    CHECK(values(outcome.err, "after_loss", "message") ==
          "revision b2 had been committed when the connection was lost");
}

TEST_CASE("a hung COMMIT that is cancelled is a COMMIT, and what the server says of it is told") {
    HungCommit project;
    const auto running = project.hang();
    project.end_session("pg_cancel_backend");
    REQUIRE(running->wait_for_text("Running upgrade b2 -> c3"));
    project.wait_for_nobody();
    project.cluster.reload();
    const auto outcome = running->wait();
    project.check_ended(outcome, "b2 c3");
    CHECK(records(outcome.err, "connection_lost").empty());
    CHECK(
        values(outcome.err, "notice", "message") ==
        "the server says: canceling wait for synchronous replication due to user request (The transaction has"
        " already committed locally, but might not have been replicated to the standby.)");
    CHECK(values(outcome.err, "notice", "level") == "warning");
}

TEST_CASE("a COMMIT that waits for a standby says so") {
    HungCommit project;
    const auto running = project.hang();
    REQUIRE(running->wait_for_text("SyncRep"));
    project.wait_for_nobody();
    project.cluster.reload();
    const auto outcome = running->wait();
    project.check_ended(outcome, "b2 c3");
    CHECK_THAT(values(outcome.err, "progress", "message"),
               ContainsSubstring("it is committed here, and waits for a synchronous standby"));
    CHECK(values(outcome.err, "progress", "wait_event") == "SyncRep");
}

TEST_CASE("a container that is stopped while its COMMIT hangs: the next one finds it committed") {
    const int signal = GENERATE(SIGTERM, SIGKILL);
    HungCommit project;
    const auto running = project.hang();
    running->send(signal);
    const auto outcome = running->wait();
    INFO(outcome.err);
    CHECK(outcome.out == "");
    CHECK(outcome.signal.value_or(outcome.status - 128) == signal);
    // The server does not look whether anybody is left there: the session holds the upgraders' lock.
    project.end_session("pg_terminate_backend");
    project.check_ended(project.headstart({"run", "--", "echo", "started"}), "c3");
}

TEST_CASE("a container that is stopped while its last COMMIT hangs starts no application") {
    HungCommit project;
    std::filesystem::remove(project.folder.path() / "migrations/c3.sql");
    const auto running = project.hang();
    running->send(SIGTERM);
    const auto outcome = running->wait();
    INFO(outcome.err);
    CHECK(outcome.status == 128 + SIGTERM);
    CHECK(outcome.out == "");
    CHECK(records(outcome.err, "applied").at(0).at("revisions") == 1);
    CHECK(records(outcome.err, "stopped").size() == 1);
    CHECK(project.query("SELECT version_num FROM alembic_version") == "b2");
    CHECK(project.query("SELECT points FROM account") == "1");
}

TEST_CASE("an upgrade that is stopped while its last COMMIT hangs says so, and ends as one that is stopped") {
    HungCommit project;
    std::filesystem::remove(project.folder.path() / "migrations/c3.sql");
    const auto running = project.hang({"upgrade"});
    running->send(SIGTERM);
    const auto outcome = running->wait();
    INFO(outcome.err);
    CHECK(outcome.status == 128 + SIGTERM); // and not killed by it on its way out
    CHECK(records(outcome.err, "stopped").size() == 1);
}
