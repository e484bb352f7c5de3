#include "e2e/interrupted.hpp"
#include "support/server_program.hpp"

using namespace headstart::test;

namespace {

/// The project's database in another one, as pg_dump and psql bring it there: all objects have new oids.
void restore(Project& project, TestDatabase& copy) {
    const auto script = project.folder.write("dump.sql", project.database.dump());
    const auto outcome =
        run({{server_program("psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1", "-f", script.string(), copy.url()},
             {}});
    INFO(outcome.err);
    REQUIRE(outcome.status == 0);
    REQUIRE(copy.text("SELECT 'headstart_journal'::regclass::oid") !=
            project.database.text("SELECT 'headstart_journal'::regclass::oid"));
}

Outcome upgrade(Project& project, const TestDatabase& copy) {
    return project.headstart(Call{{"upgrade"}, {{"DATABASE_URL", copy.url()}}});
}

std::vector<Case> all_cases() {
    const auto known = known_cases();
    std::vector<Case> cases(known.begin(), known.end());
    cases.push_back({"REINDEX SCHEMA CONCURRENTLY public", "INSERT INTO a VALUES (9)", k_indexes, "",
                     "REINDEX TABLE CONCURRENTLY a", "a_pkey, ix_old"});
    return cases;
}

} // namespace

TEST_CASE("a statement that was interrupted before a dump is brought to its end where that is restored") {
    for (const auto& one : all_cases()) {
        INFO(one.statement);
        Interrupted project(one);
        project.kill_in_statement();
        TestDatabase copy;
        restore(project, copy);
        project.check_end(upgrade(project, copy), copy);
    }
}

TEST_CASE("a statement that was done before a dump, but not noted, is not run again where that is restored") {
    for (const auto& one : all_cases()) {
        INFO(one.statement);
        Interrupted project(one);
        project.kill_in_statement();
        project.end_by_hand();
        TestDatabase copy;
        restore(project, copy);
        const auto outcome = upgrade(project, copy);
        project.check_end(outcome, copy);
        // Whether indexes were rebuilt cannot be seen in those that a restore has built; once more does no
        // harm.
        CHECK((outcome.err.find("statement 2 of revision b2 had been done; going on behind it") !=
               std::string::npos) == !one.statement.starts_with("REINDEX"));
    }
}

TEST_CASE("what bore the name before a dump is not taken for what the statement makes where it is restored") {
    const auto& named = k_cases.at(0);
    Interrupted project(named);
    project.database.execute("CREATE INDEX ix_v ON a (v)");
    CHECK(project.headstart({"upgrade"}).status == 1);
    TestDatabase copy;
    restore(project, copy);
    const auto outcome = upgrade(project, copy);
    INFO(outcome.err);
    CHECK(outcome.status == 1);
    CHECK(outcome.err.find("relation \"ix_v\" already exists") != std::string::npos);
    CHECK(copy.text("SELECT version_num FROM alembic_version") == "a1");
}

TEST_CASE(
    "databases that a statement makes or drops are judged by whether they are there where it is restored") {
    struct Made {
        std::string before; ///< the cluster's part, when the statement began
        std::string statement;
        std::string then; ///< the cluster's part, when the journal is restored
        bool is_done;
    };

    const std::vector<Made> rows{
        {"", "CREATE DATABASE", "", false},
        {"", "CREATE DATABASE", "CREATE DATABASE", true},
        {"CREATE DATABASE", "DROP DATABASE", "", false},
        {"CREATE DATABASE", "DROP DATABASE", "DROP DATABASE", true},
    };
    for (const auto& [before, statement, then, is_done] : rows) {
        INFO(before << ", " << statement << ", " << then);
        Project project;
        auto& database = project.database;
        const auto made = " " + database.name() + "_made";
        // Held up by a lock that only they wait for: the catalogue's of databases.
        project.migration("a1", "", statement + made + ";\nCREATE TABLE a (id int);", {},
                          "transaction:false");
        if (!before.empty()) {
            database.execute(before + made);
        }
        Session blocker(database.url());
        blocker.query("BEGIN; LOCK TABLE pg_catalog.pg_database IN SHARE MODE");
        const auto running = project.start({"upgrade"});
        REQUIRE(runs_statement(project, statement));
        running->send(SIGKILL);
        running->wait();
        database.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'headstart'"
            " AND datname = current_database()");
        blocker.query("COMMIT");
        REQUIRE(is_gone(project));
        if (!then.empty()) {
            database.execute(then + made);
        }
        TestDatabase copy;
        restore(project, copy);
        const auto outcome = upgrade(project, copy);
        INFO(outcome.err);
        CHECK(outcome.status == 0);
        CHECK((outcome.err.find("statement 1 of revision a1 had been done; going on behind it") !=
               std::string::npos) == is_done);
        CHECK(database.text("SELECT count(*) FROM pg_database WHERE datname = '" + made.substr(1) + "'") ==
              (statement.starts_with("CREATE") ? "1" : "0"));
        database.execute("DROP DATABASE IF EXISTS" + made);
    }
}
