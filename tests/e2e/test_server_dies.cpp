#include "e2e/cluster.hpp"
#include "e2e/scenario.hpp"
#include "support/catch.hpp"
#include "support/eventually.hpp"

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

/// How the server is stopped, and what is heard of it.
const std::vector<std::pair<std::string, std::string>> k_ends{
    {"immediate", "server closed the connection unexpectedly"},
    {"fast", k_farewell},
};

void check_lost(const Outcome& outcome, const std::string& revision, const std::string& reason) {
    INFO(outcome.err);
    CHECK(outcome.status == 1);
    CHECK(outcome.out == "");
    const auto error = error_record(outcome.err);
    CHECK(error.at("code") == "HS0303");
    CHECK(error.at("message") == "the connection to the database was lost: " + reason);
    CHECK(error.at("while") == nlohmann::json{"applying revision " + revision + " (up)"});
    CHECK(error.at("hint") == "run it again: it looks where the database stands and goes on from there");
}

} // namespace

TEST_CASE("a server that dies in a migration loses nothing, and the next run goes on") {
    Project project;
    const Cluster cluster;
    Session(cluster.url())
        .query(
            "CREATE SCHEMA aside; CREATE TABLE aside.gate AS SELECT 1; CREATE TABLE aside.ran (what text)");
    project.migration("a1", "", "INSERT INTO aside.ran VALUES ('a1');");
    project.migration("b2", "a1",
                      std::string("INSERT INTO aside.ran VALUES ('b2');\n") + k_gate +
                          "INSERT INTO aside.ran VALUES ('b2 end');");
    project.migration("c3", "b2",
                      std::string("INSERT INTO aside.ran VALUES ('c3');\n") + k_gate +
                          "INSERT INTO aside.ran VALUES ('c3 end');",
                      {}, "transaction:false");
    Call call{{"run", "--", "echo", "started"},
              {{"DATABASE_URL", cluster.url()}, {"HEADSTART_LOG_FORMAT", "json"}},
              {},
              {},
              {}};
    const auto run_into_gate = [&](const std::function<void()>& end) {
        const auto headstart = project.start(call);
        {
            Session session(cluster.url());
            REQUIRE(eventually(30s, [&] { return session.text(k_sleeping) == "t"; }));
        }
        end();
        return headstart->wait();
    };
    const auto terminate = [&] {
        Session(cluster.url())
            .query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = "
                   "'headstart'");
    };
    const auto restart = [&](const std::string& mode) {
        cluster.stop(mode);
        cluster.start();
    };
    const auto state = [&] {
        return Session(cluster.url())
            .text(
                "SELECT (SELECT string_agg(what, ' ' ORDER BY what) FROM aside.ran) || ', at ' || version_num"
                " FROM alembic_version");
    };
    for (const auto& [mode, reason] : k_ends) {
        check_lost(run_into_gate([&] { restart(mode); }), "b2", reason);
        CHECK(state() == "a1, at a1");
    }
    check_lost(run_into_gate(terminate), "b2", k_farewell);
    CHECK(state() == "a1, at a1");

    // The next gate is in the revision that runs outside a transaction.
    Session(cluster.url()).query("DELETE FROM aside.gate");
    REQUIRE(project.headstart(Call{{"upgrade", "b2"}, call.variables}).status == 0);
    Session(cluster.url()).query("INSERT INTO aside.gate VALUES (1)");
    for (const auto& [mode, reason] : k_ends) {
        check_lost(run_into_gate([&] { restart(mode); }), "c3", reason);
        CHECK(state() == "a1 b2 b2 end c3, at b2");
    }
    check_lost(run_into_gate(terminate), "c3", k_farewell);
    CHECK(state() == "a1 b2 b2 end c3, at b2");

    Session(cluster.url()).query("DELETE FROM aside.gate");
    const auto outcome = project.headstart(call);
    CHECK(outcome.status == 0);
    CHECK(outcome.out == "started\n");
    CHECK(state() == "a1 b2 b2 end c3 c3 end, at c3");
}
