#include "integration/linear.hpp"
#include "support/catch.hpp"
#include "support/eventually.hpp"

#include <nlohmann/json.hpp>

#include <csignal>

using namespace headstart::test;
using Catch::Matchers::ContainsSubstring;

namespace {

constexpr int k_count = 20; ///< more than go together at first

std::string id_of(int position) {
    return (position < 10 ? "r0" : "r") + std::to_string(position);
}

/// A row of small migrations, which go to the server many at a time.
struct FlyingProject : Project {
    FlyingProject() {
        for (int i = 0; i < k_count; ++i) {
            write(i, "");
        }
    }

    void write(int position, const std::string& more) {
        const auto id = id_of(position);
        migration(id, position == 0 ? "" : id_of(position - 1), "CREATE TABLE " + id + " (id int);\n" + more,
                  "DROP TABLE " + id + ";");
    }

    /// The version, how many tables there are, and how many rows the journal has, each revision once.
    std::string state() {
        return version() + " " +
               database.text("SELECT (SELECT count(*) FROM pg_class WHERE relname ~ '^r[0-9]+$') || ' ' ||"
                             " count(*) || ' ' || count(DISTINCT revision) FROM headstart_journal WHERE"
                             " state = 'done'");
    }

    static std::string state_behind(int position) {
        const auto count = std::to_string(position + 1);
        return (position < 0 ? "" : id_of(position)) + " " + count + " " + count + " " + count;
    }

    /// "applied before it in this run, and kept: …"
    static std::string kept(int from, int to) {
        std::string ids;
        for (int i = from; i < to; ++i) {
            ids += (i == from ? "" : ", ") + id_of(i);
        }
        return ids;
    }
};

} // namespace

TEST_CASE("a migration that fails in a flight stops all behind it, whichever it is") {
    for (int failing = 0; failing < k_count; ++failing) {
        FlyingProject project;
        project.write(failing, "SELECT 1 / 0;");
        const auto outcome = project.headstart({"upgrade"});
        INFO(failing << "\n" << outcome.err);
        CHECK(outcome.status == 1);
        CHECK_THAT(outcome.err,
                   ContainsSubstring("division by zero") &&
                       ContainsSubstring("while: applying revision " + id_of(failing) + " (up)"));
        CHECK_THAT(outcome.err, ContainsSubstring(failing == 0 ? "no other revision was applied in this run"
                                                               : "applied before it in this run, and kept: " +
                                                                     FlyingProject::kept(0, failing) + "\n"));
        CHECK(project.state() == FlyingProject::state_behind(failing - 1));
        // What ends a flight by itself (a SELECT may do anything) fails like what stands in the middle of
        // one.
        project.write(failing, "CREATE TABLE " + id_of(failing) + " ();");
        CHECK(project.headstart({"upgrade"}).status == 1);
        CHECK(project.state() == FlyingProject::state_behind(failing - 1));
        project.write(failing, "");
        CHECK(project.headstart({"upgrade"}).status == 0);
        CHECK(project.state() == FlyingProject::state_behind(k_count - 1));
    }
}

TEST_CASE("what is refused at its COMMIT stops all behind it, too") {
    FlyingProject project;
    project.database.execute("CREATE SCHEMA aside; CREATE TABLE aside.t (id int UNIQUE DEFERRABLE INITIALLY"
                             " DEFERRED)");
    project.write(7, "INSERT INTO aside.t VALUES (1), (1);");
    const auto outcome = project.headstart({"upgrade"});
    INFO(outcome.err);
    CHECK(outcome.status == 1);
    CHECK_THAT(outcome.err,
               ContainsSubstring("duplicate key") && ContainsSubstring("committing revision r07"));
    CHECK(project.state() == FlyingProject::state_behind(6));
}

TEST_CASE("a migration of a flight that gives way to a lock is tried again, and those behind it follow") {
    FlyingProject project;
    project.database.execute("CREATE SCHEMA aside; CREATE TABLE aside.t (id int)");
    project.write(5, "ALTER TABLE aside.t ADD COLUMN more int;");
    Session blocker(project.database.url());
    blocker.query("BEGIN; SELECT * FROM aside.t");
    const auto running = project.start({"upgrade"});
    REQUIRE(running->wait_for_text("gave way"));
    CHECK(project.state() ==
          FlyingProject::state_behind(4)); // what stands before it is there, and nothing behind
    blocker.query("COMMIT");
    const auto outcome = running->wait();
    INFO(outcome.err);
    CHECK(outcome.status == 0);
    CHECK_THAT(outcome.err, ContainsSubstring("applying revision r05 (up)") && ContainsSubstring("gave way"));
    CHECK(project.state() == FlyingProject::state_behind(k_count - 1));
}

TEST_CASE("a signal in a flight: what is told as kept is kept, and nothing behind it runs") {
    FlyingProject project;
    project.environment["HEADSTART_LOG_FORMAT"] = "json";
    project.database.execute(
        "CREATE SCHEMA aside; CREATE TABLE aside.t (id int); INSERT INTO aside.t VALUES (1)");
    project.write(5, "UPDATE aside.t SET id = (SELECT 2 FROM pg_sleep(300));");
    const auto running = project.start({"upgrade"});
    REQUIRE(eventually(20s, [&] {
        return project.database.text("SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND"
                                     " starts_with(query, 'UPDATE aside.t') AND datname ="
                                     " current_database()") == "1";
    }));
    running->send(SIGTERM);
    const auto outcome = running->wait();
    INFO(outcome.err);
    CHECK(outcome.status == 128 + SIGTERM);
    CHECK_THAT(outcome.err,
               ContainsSubstring("revision r05 is rolled back") &&
                   ContainsSubstring("applied in this run, and kept: " + FlyingProject::kept(0, 5)));
    CHECK(project.state() == FlyingProject::state_behind(4));
}

TEST_CASE("what others may see before it is on the disk is committed by itself") {
    FlyingProject project;
    project.write(3, "NOTIFY somebody;");
    project.write(9, "DO $$ BEGIN PERFORM 1; END $$;");
    project.write(12, "COPY (SELECT 1) TO '/dev/null';");
    const auto outcome = project.headstart({"upgrade"});
    INFO(outcome.err);
    CHECK(outcome.status == 0);
    CHECK(project.state() == FlyingProject::state_behind(k_count - 1));
    CHECK(project.headstart({"downgrade", "base"}).status == 0);
    CHECK(project.version() == "");
}
