#include "e2e/pooler.hpp"
#include "e2e/scenario.hpp"
#include "support/catch.hpp"
#include "support/eventually.hpp"
#include "support/skip.hpp"

#include <csignal>
#include <string>
#include <vector>

using namespace headstart::test;

namespace {

constexpr int k_upgraders = 20;

/// Five revisions, each slow enough for the others to get in between, and each showing a second run.
void write_history(Project& project) {
    for (int i = 1; i <= 5; ++i) {
        const auto number = std::to_string(i);
        project.migration("r" + number, i == 1 ? "" : "r" + std::to_string(i - 1),
                          "CREATE TABLE t" + number +
                              " (id int);\nSELECT pg_sleep(0.05), nextval('runs');\n"
                              "SET search_path = pg_catalog;",
                          "DROP TABLE t" + number + ";");
    }
}

Call through(const Pooler& pooler, const Project& project, std::vector<std::string> arguments) {
    return {std::move(arguments), {{"DATABASE_URL", pooler.url(project.database)}}, {}, {}, {}};
}

bool is_skipped() {
    return skips_without("PgBouncer", Pooler::is_installed());
}

} // namespace

TEST_CASE("behind a pooler of transactions twenty upgraders apply each migration once", "[race]") {
    if (is_skipped()) {
        return;
    }
    Project project;
    write_history(project);
    project.database.execute("CREATE SEQUENCE runs");
    REQUIRE(project.headstart({"stamp", "base"}).status == 0);
    project.database.execute(
        "DROP TABLE alembic_version, headstart_journal; DROP SEQUENCE IF EXISTS runs; CREATE"
        " SEQUENCE runs");
    const Pooler pooler("transaction");
    std::vector<std::unique_ptr<Process>> herd;
    for (int i = 0; i < k_upgraders; ++i) {
        herd.push_back(project.start(through(pooler, project, {"run", "--", "echo", "started"})));
    }
    for (const auto& one : herd) {
        const auto outcome = one->wait();
        INFO(outcome.err);
        CHECK(outcome.status == 0);
        CHECK(outcome.out == "started\n");
    }
    CHECK(project.journal() == "up r1 done, up r2 done, up r3 done, up r4 done, up r5 done");
    CHECK(project.version() == "r5");
    // A run that gave way at the check of the rows has not come as far as the sequence.
    CHECK(project.database.text("SELECT last_value FROM runs") == "5");
    // Nothing that would meet the next client of the same server connection, and no lock that outlives us.
    CHECK(project.database.text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database ="
                                " (SELECT oid FROM pg_database WHERE datname = current_database())") == "0");
    Session next(pooler.url(project.database));
    CHECK(next.text("SHOW search_path") == "\"$user\", public");
    CHECK(next.text("SHOW lock_timeout") == "0");
}

TEST_CASE(
    "what needs a session of its own is refused behind a pooler of transactions, before anything runs") {
    if (is_skipped()) {
        return;
    }
    Project project;
    project.migration("a1", "", "CREATE TABLE a (id int);");
    project.migration("b2", "a1", "CREATE INDEX CONCURRENTLY ix ON a (id);", {}, "transaction:false");
    const auto before = project.snapshot();
    const Pooler pooler("transaction");
    auto call = through(pooler, project, {"upgrade", "head"});
    CHECK(
        project.transcript(call) ==
        R"(2| info: the connection goes through a pooler of transactions: upgraders are kept apart by the version table alone
2| error[HS0407]: revision b2 runs outside of a transaction, which needs a session of its own; this connection goes through a pooler that shares sessions between transactions
2| note: file: migrations/b2.sql
2| note: nothing of this run has been executed
2| hint: give headstart a URL that leads to the server itself: set MIGRATION_DATABASE_URL; the application keeps the pooler's, and does not get to see the other
exit 1
)");
    CHECK(project.snapshot() == before);
    call.variables["MIGRATION_DATABASE_URL"] = project.database.url();
    CHECK(project.headstart(call).status == 0);
    CHECK(project.version() == "b2");
}

TEST_CASE("behind a pooler of transactions nothing that a migration makes reaches the next one, nor is "
          "others' touched") {
    if (is_skipped()) {
        return;
    }
    Project project;
    project.migration("a1", "", "CREATE TABLE seen (note text);");
    project.migration("a2", "a1", "CREATE TEMP TABLE seen (note text);\nPREPARE p AS SELECT 1;\nLISTEN a;");
    project.migration("a3", "a2", "PREPARE p AS INSERT INTO seen VALUES ('in the real one');\nEXECUTE p;");
    const Pooler pooler("transaction", 1); // all share one session of the server
    Session other(pooler.url(project.database));
    other.query("PREPARE others AS SELECT 1");
    CHECK(project.headstart(through(pooler, project, {"upgrade", "a1"})).status == 0);
    CHECK(other.text("EXECUTE others") == "1");
    CHECK(project.headstart(through(pooler, project, {"upgrade"})).status == 0);
    CHECK(project.database.text("SELECT note FROM public.seen") == "in the real one");
}

TEST_CASE("behind a pooler of sessions everything works, with the lock") {
    if (is_skipped()) {
        return;
    }
    Project project;
    project.migration("a1", "", "CREATE TABLE a (id int);");
    project.migration("b2", "a1", "CREATE INDEX CONCURRENTLY ix ON a (id);\nSELECT pg_sleep(300) FROM gate;",
                      {}, "transaction:false");
    REQUIRE(project.headstart({"upgrade", "a1"}).status == 0);
    project.database.execute("CREATE TABLE gate AS SELECT 1");
    const Pooler pooler("session");
    const auto headstart = project.start(through(pooler, project, {"upgrade", "head"}));
    REQUIRE(eventually(30s, [&] {
        return project.database.text(
                   "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%'"
                   " AND state = 'active' AND datname = current_database()") == "1";
    }));
    CHECK(project.database.text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database ="
                                " (SELECT oid FROM pg_database WHERE datname = current_database())") == "1");
    // The setting that ends the statement with its client came by SET: the pooler takes no start-up options.
    headstart->send(SIGKILL);
    headstart->wait();
    end_sessions_of_the_dead(project);
    CHECK(eventually(10s, [&] {
        return project.database.text(
                   "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%'"
                   " AND state = 'active' AND datname = current_database()") == "0";
    }));
    project.database.execute("DELETE FROM gate");
    const auto outcome = project.headstart(through(pooler, project, {"upgrade", "head"}));
    INFO(outcome.err);
    CHECK(outcome.status == 0);
    CHECK(project.version() == "b2");
}

TEST_CASE("the options of a URL hold for every migration behind a pooler that does not take them") {
    if (is_skipped()) {
        return;
    }
    for (const std::string mode : {"transaction", "session"}) {
        for (const std::string more : {"", "ignore_startup_parameters = options"}) {
            INFO(mode << " " << more);
            Project project;
            project.database.execute("CREATE SCHEMA app");
            project.migration("a1", "", "CREATE TABLE a (id int);");
            project.migration("b2", "a1", "CREATE TABLE b (id int);");
            const Pooler pooler(mode, 5, more);
            auto call = through(pooler, project, {"upgrade", "head"});
            call.variables["DATABASE_URL"] +=
                "?options=-c%20search_path%3Dapp,public%20-c%20client_encoding%3Dlatin1";
            const auto outcome = project.headstart(call);
            INFO(outcome.err);
            CHECK(outcome.status == 0);
            CHECK(project.database.text(
                      "SELECT schemaname, tablename FROM pg_tables WHERE tablename IN ('a', 'b')"
                      " ORDER BY 2") == "app|a\napp|b");
        }
    }
}
