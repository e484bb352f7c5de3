#include "e2e/interrupted.hpp"

#include <string>

using namespace headstart::test;

TEST_CASE("a statement outside a transaction that was interrupted is brought to its end") {
    for (const auto& one : known_cases()) {
        INFO(one.statement);
        Interrupted project(one);
        project.kill_in_statement();
        CHECK(project.state() == one.left);
        const auto outcome = project.headstart({"upgrade", "head"});
        project.check_end(outcome);
    }
}

TEST_CASE("a statement that was done while nobody kept its progress is not run again") {
    for (const auto& one : known_cases()) {
        INFO(one.statement);
        Interrupted project(one);
        project.kill_in_statement();
        project.end_by_hand();
        CHECK(project.state() == one.end);
        const auto outcome = project.headstart({"upgrade", "head"});
        CHECK(outcome.err.find("statement 2 of revision b2 had been done; going on behind it") !=
              std::string::npos);
        project.check_end(outcome);
    }
}

TEST_CASE("the old copies of a REINDEX CONCURRENTLY that died behind the swap are cleared away") {
    const Case& reindex = k_cases.at(5);
    Interrupted project(reindex);
    Session writer(project.database.url());
    Session reader(project.database.url());
    writer.query("BEGIN; INSERT INTO a VALUES (9)");
    const auto running = project.start({"upgrade", "head"});
    const auto waits_for = [&](const Session& blocker) {
        return eventually(30s, [&] {
            return project.database.text("SELECT count(*) FROM pg_stat_activity WHERE application_name ="
                                         " 'headstart' AND datname = current_database() AND " +
                                         std::to_string(blocker.backend_pid()) +
                                         " = ANY (pg_blocking_pids(pid))") == "1";
        });
    };
    REQUIRE(waits_for(writer));
    // The build waits for writers, the last phase for everybody who may still read by the old index.
    reader.query("BEGIN; SELECT count(*) FROM a");
    writer.query("COMMIT");
    REQUIRE(waits_for(reader));
    running->send(SIGKILL);
    running->wait();
    end_sessions_of_the_dead(project);
    REQUIRE(is_gone(project));
    CHECK(project.state() == "a_pkey, ix_old, ix_old_ccold (invalid)");
    reader.query("COMMIT");
    project.check_end(project.headstart({"upgrade", "head"}));
}

TEST_CASE("an index of somebody else's with the same name is not taken for ours") {
    Interrupted project(k_cases.at(0));
    project.database.execute("CREATE INDEX ix_v ON a (v)");
    for (int run = 0; run < 2; ++run) {
        const auto outcome = project.headstart({"upgrade", "head"});
        CHECK(outcome.status == 1);
        CHECK(outcome.err.find("relation \"ix_v\" already exists") != std::string::npos);
    }
    CHECK(project.version() == "a1");
}

TEST_CASE("an index of somebody else's on other columns is not taken for one that the server was to name") {
    Interrupted project(k_cases.at(1));
    project.kill_in_statement();
    project.database.execute("CREATE INDEX ix_other ON a ((v + 1))");
    project.database.execute("CREATE INDEX ix_more ON a (v, (v + 1))");
    const auto outcome = project.headstart({"upgrade", "head"});
    INFO(outcome.err);
    CHECK(outcome.status == 0);
    CHECK(project.state() == "a_pkey, a_v_idx, ix_more, ix_other");
}

TEST_CASE("what can run in a transaction outside of ours is done once, whatever fails behind it") {
    Project project;
    const auto database = project.database.name() + "_made";
    project.migration("a1", "",
                      "CREATE TYPE mood AS ENUM ('sad');\nCREATE TABLE t (v int PRIMARY KEY);\n"
                      "CREATE MATERIALIZED VIEW m AS SELECT v FROM t;\nCREATE UNIQUE INDEX ON m (v);");
    project.migration(
        "b2", "a1",
        "ALTER TYPE mood ADD VALUE 'happy';\nINSERT INTO t VALUES (1);\n"
        "REFRESH MATERIALIZED VIEW CONCURRENTLY m;\nVACUUM t;\n"
        "ALTER SYSTEM SET log_min_duration_sample = 1000;\nALTER SYSTEM RESET log_min_duration_sample;\n"
        "CREATE DATABASE " +
            database +
            ";\nDO $$ BEGIN INSERT INTO t VALUES (2); END $$;\n"
            "DROP DATABASE " +
            database + ";\nINSERT INTO missing VALUES (1);",
        {}, "transaction:false");
    CHECK(project.headstart({"upgrade", "head"}).status == 1);
    const auto progress = [&] {
        return project.database.text(
            "SELECT state, statements_done, attempt FROM headstart_journal WHERE revision = 'b2'");
    };
    CHECK(progress() == "failed|9|null");
    // As if the run had died before it knew that DROP DATABASE was done, and before that CREATE DATABASE.
    project.database.execute(
        "UPDATE headstart_journal SET statements_done = 8, attempt = '1' WHERE revision = 'b2'");
    CHECK(project.headstart({"upgrade", "head"}).status == 1);
    CHECK(progress() == "failed|9|null");
    project.database.execute("CREATE DATABASE " + database);
    project.database.execute("UPDATE headstart_journal SET statements_done = 6, attempt = 'null' WHERE "
                             "revision = 'b2'; DELETE FROM t"
                             " WHERE v = 2");
    project.database.execute("CREATE TABLE missing (id int)");
    const auto outcome = project.headstart({"upgrade", "head"});
    INFO(outcome.err);
    CHECK(outcome.status == 0);
    CHECK(outcome.err.find("statement 7 of revision b2 had been done") != std::string::npos);
    CHECK(project.database.text("SELECT string_agg(v::text, ' ' ORDER BY v) FROM t") == "1 2");
    CHECK(project.database.text("SELECT v FROM m") == "1");
    CHECK(project.database.text("SELECT enum_range(NULL::mood)") == "{sad,happy}");
    CHECK(project.database.text("SELECT count(*) FROM pg_database WHERE datname = '" + database + "'") ==
          "0");
}

TEST_CASE("a DO that commits inside and was interrupted is run again, and said to be") {
    Project project;
    project.database.execute("CREATE TABLE gate (id int); CREATE TABLE ran (what text)");
    project.migration("a1", "",
                      "DO $$ BEGIN\n  INSERT INTO ran VALUES ('first'); COMMIT;\n  LOCK TABLE gate; COMMIT;\n"
                      "  INSERT INTO ran VALUES ('second');\nEND $$;",
                      {}, "transaction:false");
    REQUIRE(project.headstart({"stamp", "base"}).status == 0);
    Session blocker(project.database.url());
    blocker.query("BEGIN; LOCK TABLE gate");
    const auto running = project.start({"upgrade", "head"});
    REQUIRE(runs_statement(project, "DO"));
    REQUIRE(eventually(30s, [&] { return project.database.text("SELECT count(*) FROM ran") == "1"; }));
    running->send(SIGKILL);
    running->wait();
    end_sessions_of_the_dead(project);
    REQUIRE(is_gone(project));
    blocker.query("COMMIT");
    const auto outcome = project.headstart({"upgrade", "head"});
    INFO(outcome.err);
    CHECK(outcome.status == 0);
    CHECK(outcome.err.find(
              "statement 1 of revision a1 (DO) was interrupted, and may have committed a part of its"
              " work; running it again") != std::string::npos);
    CHECK(project.database.text("SELECT string_agg(what, ' ' ORDER BY what) FROM ran") ==
          "first first second");
}

TEST_CASE("a CALL that commits inside and whose connection is lost is run again, and said to be") {
    Project project;
    project.database.execute("CREATE TABLE gate (id int); CREATE TABLE ran (what text)");
    project.database.execute("CREATE PROCEDURE work() LANGUAGE plpgsql AS $$ BEGIN INSERT INTO ran VALUES"
                             " ('first'); COMMIT; LOCK TABLE gate; COMMIT; INSERT INTO ran VALUES ('second');"
                             " END $$");
    project.migration("a1", "",
                      "INSERT INTO ran VALUES ('before');\nCALL work();\n"
                      "INSERT INTO ran VALUES ('behind');",
                      {}, "transaction:false");
    REQUIRE(project.headstart({"stamp", "base"}).status == 0);
    Session blocker(project.database.url());
    blocker.query("BEGIN; LOCK TABLE gate");
    const auto running = project.start({"upgrade"});
    REQUIRE(runs_statement(project, "CALL"));
    REQUIRE(eventually(30s, [&] { return project.database.text("SELECT count(*) FROM ran") == "2"; }));
    project.database.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name ="
                             " 'headstart' AND datname = current_database()");
    REQUIRE(running->wait_for_text("running it again"));
    blocker.query("COMMIT");
    const auto outcome = running->wait();
    CHECK(project.steady(outcome.err) ==
          R"(info: Running upgrade  -> a1, Make a1
warning: the connection to the database was lost: terminating connection due to administrator command, applying revision a1 (up), at statement 2 of 3; connecting again
info: revision a1 had not been committed when the connection was lost
info: Running upgrade  -> a1, Make a1
info: resuming revision a1 (up) behind statement 1 of 3
warning: statement 2 of revision a1 (CALL) was interrupted, and may have committed a part of its work; running it again
info: 1 revision applied in <time>
)");
    CHECK(outcome.status == 0);
    CHECK(project.database.text("SELECT string_agg(what, ' ' ORDER BY what) FROM ran") ==
          "before behind first first second");
    CHECK(project.database.text("SELECT state, statements_done, attempt FROM headstart_journal") ==
          "done|3|null");
}

TEST_CASE("DISCARD ALL in a file costs neither the lock nor the migration") {
    Project project;
    project.migration("a1", "",
                      "CREATE TABLE a (id int);\nDISCARD ALL;\nSELECT pg_sleep(300) FROM pg_class WHERE"
                      " relname = 'gate';\nINSERT INTO a VALUES (1);",
                      {}, "transaction:false");
    project.database.execute("CREATE TABLE gate (id int)");
    REQUIRE(project.headstart({"stamp", "base"}).status == 0);
    const auto running = project.start({"upgrade", "head"});
    REQUIRE(runs_statement(project, "SELECT pg_sleep"));
    CHECK(traces(project) == "1 sessions, 1 locks");
    running->send(SIGTERM);
    CHECK(running->wait().status == 128 + SIGTERM);
    project.database.execute("DROP TABLE gate");
    CHECK(project.headstart({"upgrade", "head"}).status == 0);
    CHECK(project.database.text("SELECT count(*) FROM a") == "1");
}
