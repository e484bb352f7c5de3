#include "e2e/cluster.hpp"
#include "e2e/scenario.hpp"
#include "support/catch.hpp"
#include "support/eventually.hpp"

#include <csignal>
#include <functional>

using namespace headstart::test;

namespace {

/// A server whose commits wait for a standby that is not there, from `hang()` on.
struct HungCommit : Project {
    Cluster cluster;

    HungCommit() {
        environment["DATABASE_URL"] = cluster.url();
        environment["HEADSTART_LOG_FORMAT"] = "json";
        migration("a1", "", "CREATE TABLE account (points int); INSERT INTO account VALUES (0);");
        migration("b2", "a1", "UPDATE account SET points = points + 1;");
        migration("c3", "b2", "UPDATE account SET points = points + 10;");
        REQUIRE(headstart({"upgrade", "a1"}).status == 0);
    }

    /// Starts it and waits until a COMMIT does not come back.
    std::unique_ptr<Process> hang() {
        cluster.add_setting("synchronous_standby_names = 'nobody'");
        cluster.reload();
        auto running = start({"run", "--", "echo", "started"});
        REQUIRE(eventually(30s, [&] {
            return query("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'headstart' AND"
                         " wait_event = 'SyncRep'") == "1";
        }));
        return running;
    }

    std::string query(const std::string& sql) const { return Session(cluster.url()).text(sql); }

    /// Read at the next start, or reload.
    void wait_for_nobody() const { cluster.add_setting("synchronous_standby_names = ''"); }

    void check_each_ran_once() const {
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
    INFO(outcome.err);
    CHECK(outcome.status == 0);
    CHECK(outcome.out == "started\n");
    CHECK(records(outcome.err, "connection_lost").size() == 1);
    CHECK(values(outcome.err, "after_loss", "message") ==
          "revision b2 had been committed when the connection was lost");
    CHECK(values(outcome.err, "upgrade", "revision") == "b2 c3");
    CHECK(records(outcome.err, "applied").at(0).at("revisions") == 2);
    project.check_each_ran_once();
}

TEST_CASE("a session that is ended while its COMMIT hangs, or cancelled: not run twice either") {
    const std::string way = GENERATE("pg_terminate_backend", "pg_cancel_backend");
    INFO(way);
    HungCommit project;
    const auto running = project.hang();
    project.wait_for_nobody();
    project.query("SELECT pg_reload_conf()"); // who hangs already has to be told
    project.query("SELECT " + way + "(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'");
    const auto outcome = running->wait();
    INFO(outcome.err);
    CHECK(outcome.status == 0);
    CHECK(outcome.out == "started\n");
    CHECK(values(outcome.err, "upgrade", "revision") == "b2 c3");
    project.check_each_ran_once();
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
    project.wait_for_nobody();
    project.cluster.reload();
    const auto next = project.headstart({"run", "--", "echo", "started"});
    INFO(next.err);
    CHECK(next.status == 0);
    CHECK(next.out == "started\n");
    CHECK(values(next.err, "upgrade", "revision") == "c3");
    project.check_each_ran_once();
}
