#include "e2e/cluster.hpp"
#include "e2e/scenario.hpp"
#include "support/catch.hpp"
#include "support/eventually.hpp"

using namespace headstart::test;

namespace {

constexpr int k_count = 12;

/// A row of small migrations that go to the server together, one of which waits as long as a gate is shut.
struct Flight : Project {
    const Cluster& cluster;

    Flight(const Cluster& server, int waiting)
        : cluster(server) {
        environment["DATABASE_URL"] = cluster.url();
        environment["HEADSTART_LOG_FORMAT"] = "json";
        environment["HEADSTART_CRASH_PAUSE"] = "0";
        Session(cluster.url())
            .query("DROP SCHEMA IF EXISTS aside CASCADE; DROP TABLE IF EXISTS alembic_version,"
                   " headstart_journal; CREATE SCHEMA aside; CREATE TABLE aside.gate AS SELECT 1 AS shut;"
                   " CREATE TABLE aside.ran (what int)");
        for (int i = 0; i < k_count; ++i) {
            const auto id = "r" + std::to_string(100 + i);
            migration(id, i == 0 ? "" : "r" + std::to_string(99 + i),
                      "INSERT INTO aside.ran VALUES (" + std::to_string(i) + ");" +
                          (i == waiting ? "\nUPDATE aside.gate SET shut = (SELECT 2 FROM pg_sleep(300)) WHERE"
                                          " shut = 1;"
                                        : ""));
        }
    }

    std::string query(const std::string& sql) const { return Session(cluster.url()).text(sql); }

    [[nodiscard]] bool is_at_gate() const {
        return eventually(30s, [&] {
            return query("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'headstart' AND "
                         "state ="
                         " 'active' AND starts_with(query, 'UPDATE aside.gate')") == "1";
        });
    }
};

} // namespace

TEST_CASE(
    "a server that crashes in a flight: what had been committed stays or runs again, and each runs once") {
    const Cluster cluster(
        {"fsync=on", "wal_writer_delay=10s"}); // nothing reaches the disk but what waits for it
    for (const int waiting : {0, 1, 4, 7, 8, 11}) {
        INFO(waiting);
        Flight project(cluster, waiting);
        const auto running = project.start({"upgrade"});
        REQUIRE(project.is_at_gate());
        cluster.stop("immediate");
        cluster.start();
        REQUIRE(project.is_at_gate());
        project.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name ="
                      " 'headstart' AND state = 'active'; DELETE FROM aside.gate");
        const auto outcome = running->wait();
        INFO(outcome.err);
        CHECK(outcome.status == 0);
        CHECK(records(outcome.err, "lost_commits").empty()); // nothing was told as done that was not there
        CHECK(project.query("SELECT string_agg(what::text, ' ' ORDER BY what) FROM aside.ran") ==
              "0 1 2 3 4 5 6 7 8 9 10 11");
        CHECK(project.query("SELECT version_num FROM alembic_version") == "r111");
        CHECK(project.query("SELECT count(*) || ' ' || count(DISTINCT revision) FROM headstart_journal WHERE"
                            " state = 'done'") == "12 12");
    }
}
