#include "e2e/cluster.hpp"
#include "e2e/scenario.hpp"
#include "support/catch.hpp"
#include "support/eventually.hpp"
#include "support/server_version.hpp"

#include <csignal>
#include <functional>
#include <string>
#include <utility>
#include <vector>

using namespace headstart::test;

namespace {

constexpr const char* k_sleeping =
    "SELECT count(*) > 0 FROM pg_stat_activity WHERE state = 'active'"
    " AND application_name = 'headstart' AND starts_with(query, 'SELECT pg_sleep')";

/// Sleeps as long as the gate is shut.
constexpr const char* k_gate = "SELECT pg_sleep(300) FROM aside.gate;\n";

constexpr const char* k_farewell = "terminating connection due to administrator command";

/// A history whose second and third revision wait at a gate, in a transaction and outside of one.
struct GatedProject : Project {
    explicit GatedProject(const std::string& server)
        : url(server) {
        ::headstart::test::Session(url).query("CREATE SCHEMA aside; CREATE TABLE aside.gate AS SELECT 1;"
                                              " CREATE TABLE aside.ran (what text)");
        migration("a1", "", "INSERT INTO aside.ran VALUES ('a1');");
        migration("b2", "a1",
                  std::string("INSERT INTO aside.ran VALUES ('b2');\n") + k_gate +
                      "INSERT INTO aside.ran VALUES ('b2 end');");
        migration("c3", "b2",
                  std::string("INSERT INTO aside.ran VALUES ('c3');\n") + k_gate +
                      "INSERT INTO aside.ran VALUES ('c3 end');",
                  {}, "transaction:false");
    }

    /// Starts it where the gate of a revision behind `from` stops it.
    std::unique_ptr<Process> start_run(const std::string& from) {
        if (!from.empty()) {
            query("DELETE FROM aside.gate");
            REQUIRE(headstart(call({"upgrade", from})).status == 0);
            query("INSERT INTO aside.gate VALUES (1)");
        }
        return start(call({"run", "--", "echo", "started"}));
    }

    [[nodiscard]] Call call(std::vector<std::string> arguments) const {
        return {std::move(arguments),
                {{"DATABASE_URL", url}, {"HEADSTART_LOG_FORMAT", "json"}, {"HEADSTART_CRASH_PAUSE", "100ms"}},
                {},
                {},
                {}};
    }

    std::string query(const std::string& sql) const { return ::headstart::test::Session(url).text(sql); }

    [[nodiscard]] bool is_at_gate() const {
        return eventually(30s, [&] { return query(k_sleeping) == "t"; });
    }

    [[nodiscard]] std::string state() const {
        return query(
            "SELECT (SELECT string_agg(what, ' ' ORDER BY what) FROM aside.ran) || ', at ' || version_num"
            " FROM alembic_version");
    }

    std::string url;
};

/// How a session is ended by its server.
using End = std::function<void(const Cluster&)>;

void restart(const Cluster& cluster, const std::string& mode) {
    cluster.stop(mode);
    cluster.start();
}

void terminate(const Cluster& cluster) {
    Session(cluster.url())
        .query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'headstart'");
}

std::vector<End> ends() {
    std::vector<End> all{[](const Cluster& cluster) { restart(cluster, "fast"); }, terminate};
    if (server_has(Since::shutdowns_are_told)) { // else it is one crash too many at the same place
        all.emplace_back([](const Cluster& cluster) { restart(cluster, "immediate"); });
    }
    return all;
}

constexpr const char* k_end_state = "a1 b2 b2 end c3 c3 end, at c3";

} // namespace

TEST_CASE("a migration goes on by itself when its server has died and come back") {
    const Cluster cluster;
    for (const auto* from : {"", "b2"}) {
        for (const auto& end : ends()) {
            Session(cluster.url())
                .query("DROP SCHEMA IF EXISTS aside CASCADE; DROP TABLE IF EXISTS alembic_version,"
                       " headstart_journal");
            GatedProject project(cluster.url());
            const auto headstart = project.start_run(from);
            REQUIRE(project.is_at_gate());
            end(cluster);
            REQUIRE(project.is_at_gate()); // it is back, at the same place
            CHECK(project.state() == (*from == '\0' ? "a1, at a1" : "a1 b2 b2 end c3, at b2"));
            project.query("DELETE FROM aside.gate");
            end(cluster);
            const auto outcome = headstart->wait();
            INFO(outcome.err);
            CHECK(outcome.status == 0);
            CHECK(outcome.out == "started\n");
            CHECK(values(outcome.err, "connection_lost", "level") == "warning");
            CHECK(project.state() == k_end_state);
            CHECK(project.query("SELECT string_agg(revision || ' ' || state, ', ' ORDER BY id) FROM"
                                " headstart_journal") == "a1 done, b2 done, c3 done");
        }
    }
}

TEST_CASE("what loses the connection three times in a row at the same place is not tried for ever") {
    const Cluster cluster;
    GatedProject project(cluster.url());
    const auto headstart = project.start_run("");
    for (int loss = 0; loss < 3; ++loss) {
        REQUIRE(project.is_at_gate());
        terminate(cluster);
    }
    const auto outcome = headstart->wait();
    INFO(outcome.err);
    CHECK(outcome.status == 1);
    CHECK(outcome.out == "");
    const auto error = error_record(outcome.err);
    CHECK(error.at("code") == "HS0303");
    CHECK(error.at("message") == std::string("the connection to the database was lost: ") + k_farewell);
    CHECK(error.at("while") == nlohmann::json{"applying revision b2 (up)"});
    CHECK(error.at("notes") == nlohmann::json{"applied before it in this run, and kept: a1",
                                              "lost 3 times in a row at the same place"});
    CHECK(error.at("hint") == "run it again: it looks where the database stands and goes on from there");
    CHECK(project.state() == "a1, at a1");
}

TEST_CASE("a server that does not come back within the wait is said so, and nothing is lost") {
    const Cluster cluster;
    GatedProject project(cluster.url());
    auto call = project.call({"run", "--", "echo", "started"});
    call.variables["HEADSTART_WAIT_TIMEOUT"] = "1s";
    const auto headstart = project.start(call);
    REQUIRE(project.is_at_gate());
    cluster.stop("immediate");
    const auto outcome = headstart->wait();
    INFO(outcome.err);
    CHECK(outcome.status == 3);
    CHECK(error_record(outcome.err).at("code") == "HS0301");
    cluster.start();
    CHECK(project.state() == "a1, at a1");
}

TEST_CASE("a signal ends the wait for a server that has died") {
    const Cluster cluster;
    GatedProject project(cluster.url());
    const auto headstart = project.start_run("");
    REQUIRE(project.is_at_gate());
    cluster.stop("immediate");
    REQUIRE(headstart->wait_for_text("connection_refused"));
    headstart->send(SIGTERM);
    const auto begin = std::chrono::steady_clock::now();
    const auto outcome = headstart->wait();
    INFO(outcome.err);
    CHECK(std::chrono::steady_clock::now() - begin < k_promptly);
    CHECK(outcome.status == 128 + SIGTERM);
    CHECK(outcome.out == "");
}

TEST_CASE("a migration goes on at another host of the URL when the first one fails over") {
    const Cluster primary;
    const auto standby = primary.make_standby();
    GatedProject project(primary.url());
    auto call = project.call({"run", "--", "echo", "started"});
    call.variables["DATABASE_URL"] = "postgresql://postgres:" + primary.password() +
                                     "@127.0.0.1:" + primary.port() + ",127.0.0.1:" + standby->port() +
                                     "/postgres";
    const auto headstart = project.start(call);
    REQUIRE(project.is_at_gate());
    project.url = standby->url();
    REQUIRE(eventually(30s, [&] { return project.state() == "a1, at a1"; })); // it has come over
    primary.stop("immediate");
    standby->promote();
    REQUIRE(project.is_at_gate()); // at the new primary
    project.query("DELETE FROM aside.gate");
    terminate(*standby);
    const auto outcome = headstart->wait();
    INFO(outcome.err);
    CHECK(outcome.status == 0);
    CHECK(outcome.out == "started\n");
    CHECK(project.state() == k_end_state);
}
