#include "e2e/scenario.hpp"
#include "support/catch.hpp"
#include "support/eventually.hpp"

#include <csignal>

using namespace headstart::test;
using Catch::Matchers::ContainsSubstring;

namespace {

/// An index that a build of somebody else's has left, which is not valid, and duplicates that keep it from
/// being.
struct LeftIndex : Project {
    explicit LeftIndex(const std::string& schema) {
        database.execute("CREATE SCHEMA aside; CREATE TABLE " + schema + ".t (id int); INSERT INTO " +
                         schema + ".t VALUES (1), (1)");
        CHECK_THROWS(
            Session(database.url()).query("CREATE UNIQUE INDEX CONCURRENTLY ix ON " + schema + ".t (id)"));
        database.execute("DELETE FROM " + schema + ".t");
        migration("a1", "", "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS ix ON " + schema + ".t (id);",
                  "DROP INDEX " + schema + ".ix;", "transaction:false");
    }

    std::string valid() {
        return database.text("SELECT count(*) || ' ' || bool_and(indisvalid) FROM pg_index WHERE"
                             " indexrelid::regclass::text ~ 'ix$'");
    }
};

} // namespace

TEST_CASE("an invalid index of somebody else's is not taken for what IF NOT EXISTS asks for") {
    for (const std::string schema : {"public", "aside"}) {
        LeftIndex project(schema);
        CHECK(project.headstart({"stamp", "base"}).status == 0);
        for (int run = 0; run < 2; ++run) { // the next run does not think so either
            const auto outcome = project.headstart({"upgrade"});
            INFO(outcome.err);
            CHECK(outcome.status == 1);
            CHECK_THAT(outcome.err, ContainsSubstring("error[HS0401]: the index " + schema +
                                                      ".ix is there already, and is not valid") &&
                                        ContainsSubstring("hint: drop it with `DROP INDEX CONCURRENTLY " +
                                                          schema + ".ix`"));
            CHECK(project.valid() == "1 false");
        }
        Session(project.database.url()).query("DROP INDEX CONCURRENTLY " + schema + ".ix");
        CHECK(project.headstart({"upgrade"}).status == 0);
        CHECK(project.valid() == "1 true");
    }
}

TEST_CASE("one that is valid is, and one of a run of ours is built again") {
    LeftIndex project("public");
    CHECK(project.headstart({"stamp", "base"}).status == 0);
    Session(project.database.url()).query("DROP INDEX CONCURRENTLY ix");
    project.database.execute("INSERT INTO t VALUES (1), (1)");
    CHECK(project.headstart({"upgrade"}).status == 1); // the server's own error: duplicates
    CHECK(project.valid() == "1 false");
    project.database.execute("DELETE FROM t");
    CHECK(project.headstart({"upgrade"}).status == 0);
    CHECK(project.valid() == "1 true");
    CHECK(project.headstart({"stamp", "base"}).status == 0);
    CHECK(project.headstart({"upgrade"}).status == 0); // there, and valid
    CHECK(project.valid() == "1 true");
}

TEST_CASE("what a killed build has left is dropped as patiently as DROP INDEX CONCURRENTLY may wait") {
    Project project;
    project.migration("a1", "", "CREATE TABLE t (id int);");
    project.migration("b2", "a1", "CREATE INDEX CONCURRENTLY ix ON t (id);", {}, "transaction:false");
    REQUIRE(project.headstart({"upgrade", "a1"}).status == 0);
    Session report(project.database.url());
    report.query("BEGIN; INSERT INTO t VALUES (1)");
    const auto waits = [&](const std::string& time) {
        return eventually(5s, [&] {
            return project.database.text("SELECT count(*) FROM pg_stat_activity WHERE application_name ="
                                         " 'headstart' AND datname = current_database() AND wait_event_type ="
                                         " 'Lock' AND clock_timestamp() - query_start > '" +
                                         time + "'") == "1";
        });
    };
    const auto killed = project.start({"upgrade"});
    REQUIRE(waits("0"));
    killed->send(SIGKILL);
    killed->wait();
    project.database.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name ="
                             " 'headstart' AND datname = current_database()");
    REQUIRE(is_gone(project));
    const auto next = project.start({"upgrade", "--lock-timeout", "50ms", "--lock-retry-timeout", "0"});
    CHECK(waits("500ms")); // nobody waits behind it
    report.query("COMMIT");
    const auto outcome = next->wait();
    INFO(outcome.err);
    CHECK(outcome.status == 0);
}
