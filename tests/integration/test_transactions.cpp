#include "integration/linear.hpp"
#include "support/catch.hpp"

using namespace headstart::test;

TEST_CASE("schema, version row and journal row come in one transaction") {
    LinearProject project;
    // The tables are made by the migration's own transaction id, and so are both rows.
    REQUIRE(project.headstart({"upgrade", "head"}).status == 0);
    CHECK(project.database.text("SELECT count(DISTINCT xmin::text) FROM headstart_journal") == "3");
    CHECK(project.database.text(
              "SELECT (SELECT xmin::text FROM pg_class WHERE relname = 'c') = v.xmin::text AND"
              " v.xmin::text = j.xmin::text FROM alembic_version v, headstart_journal j"
              " WHERE j.revision = 'c3'") == "t");
}

TEST_CASE("a deferred constraint that fails at COMMIT takes everything back") {
    LinearProject project;
    project.migration("b2", "a1",
                      "CREATE TABLE b (id int PRIMARY KEY, other int CONSTRAINT fk_other REFERENCES b"
                      " DEFERRABLE INITIALLY DEFERRED);\nINSERT INTO b VALUES (1, 2);");
    CHECK(project.transcript({"upgrade", "head"}) == R"(2| info: Running upgrade  -> a1, Make a1
2| info: Running upgrade a1 -> b2, Make b2
2| error[HS0401]: insert or update on table "b" violates foreign key constraint "fk_other"
2| detail: Key (other)=(2) is not present in table "b".
2| sqlstate: 23503
2| note: applied before it in this run, and kept: a1
2| while: committing revision b2
exit 1
)");
    CHECK(project.state() == "a | a1 | up a1 done");
}

TEST_CASE("all migrations of one call can share one transaction") {
    LinearProject project;
    project.migration("c3", "b2", "CREATE TABLE c (id int);\nSELECT 1 / 0;");
    CHECK(project.transcript({"upgrade", "head", "--transaction-per-migration", "false"}) ==
          R"(2| info: Running upgrade  -> a1, Make a1
2| info: Running upgrade a1 -> b2, Make b2
2| info: Running upgrade b2 -> c3, Make c3
2| migrations/c3.sql:9:1: error[HS0401]: division by zero
2|     9 | SELECT 1 / 0;
2|       | ^~~~~~~~~~~~
2| sqlstate: 22012
2| note: no other revision was applied in this run
2| while: applying revision c3 (up)
exit 1
)");
    CHECK(project.tables() == "");
    CHECK(project.version() == "");
    CHECK(project.journal() == "");
    project.migration("c3", "b2", "CREATE TABLE c (id int);", "DROP TABLE c;");
    CHECK(project.headstart({"upgrade", "head", "--transaction-per-migration=false"}).status == 0);
    CHECK(project.state() == "a b c | c3 | up a1 done, up b2 done, up c3 done");
    CHECK(project.database.text("SELECT count(DISTINCT xmin::text) FROM headstart_journal") == "1");
}

TEST_CASE("a migration that moves the version rows itself is found out") {
    LinearProject project;
    project.migration("b2", "a1", "CREATE TABLE b (id int);\nDELETE FROM alembic_version;");
    CHECK(project.transcript({"upgrade", "head"}) == R"(2| info: Running upgrade  -> a1, Make a1
2| info: Running upgrade a1 -> b2, Make b2
2| migrations/b2.sql:1:1: error[HS0402]: the rows of alembic_version changed while revision b2 ran
2|     1 | -- Make b2
2|       | ^
2| note: applied before it in this run, and kept: a1
2| hint: if a statement of the file changes them, take it out: they are headstart's to change
2| while: applying revision b2 (up)
exit 1
)");
    CHECK(project.state() == "a | a1 | up a1 done");
}

TEST_CASE("what one migration sets does not reach the next, nor our tables") {
    Project project;
    auto& database = project.database;
    const auto role = database.role("worker", "NOLOGIN");
    database.execute("CREATE SCHEMA other; GRANT CREATE, USAGE ON SCHEMA other TO " + role);
    project.migration("a1", "",
                      "SET search_path = other;\nSET ROLE " + role +
                          ";\nSET lock_timeout = '77s';\nSET LOCAL work_mem = '9MB';\n"
                          "CREATE TABLE made_in_other (id int);");
    project.migration("b2", "a1",
                      "DO $$ BEGIN ASSERT current_user = session_user, 'role'; ASSERT "
                      "current_setting('search_path') LIKE '%public%', 'search_path'; ASSERT "
                      "current_setting('lock_timeout') = '300ms', 'lock_timeout'; ASSERT "
                      "current_setting('work_mem') = '4MB', 'work_mem'; END $$;\n"
                      "CREATE TABLE made_in_public (id int);");
    const std::string per_migration = GENERATE("true", "false");
    CHECK(project.headstart({"upgrade", "head", "--transaction-per-migration", per_migration})
              .err.find("error") == std::string::npos);
    CHECK(project.version() == "b2");
    CHECK(database.text("SELECT schemaname, tablename, tableowner = '" + role +
                        "' FROM pg_tables WHERE schemaname IN ('public', 'other') ORDER BY 1, 2") ==
          "other|made_in_other|t\npublic|alembic_version|f\npublic|headstart_journal|f\npublic|made_in_"
          "public|f");
    database.execute("DROP OWNED BY " + role);
}

TEST_CASE("a file as pg_dump writes it works: empty search_path, COPY and its data") {
    Project project;
    project.migration(
        "a1", "",
        "SET statement_timeout = 0;\nSELECT pg_catalog.set_config('search_path', '', false);\n"
        "CREATE TABLE public.towns (id integer NOT NULL, name text);\n\n"
        "COPY public.towns (id, name) FROM stdin;\n1\tM\xc3\xbcnchen\n2\t\\N\n3\t-- migrate:down\n"
        "4\ta;b\\\\c\n\\.\n\nALTER TABLE ONLY public.towns ADD CONSTRAINT pk PRIMARY KEY (id);",
        "DROP TABLE towns;");
    project.migration("b2", "a1", "CREATE TABLE plain (id int);", "DROP TABLE plain;");
    CHECK(project.transcript({"upgrade", "head"}) == R"(2| info: Running upgrade  -> a1, Make a1
2| info: Running upgrade a1 -> b2, Make b2
2| info: 2 revisions applied in <time>
exit 0
)");
    CHECK(project.version() == "b2");
    CHECK(project.database.text("SELECT * FROM towns ORDER BY id") ==
          "1|M\xc3\xbcnchen\n2|null\n3|-- migrate:down\n4|a;b\\c");
    CHECK(project.headstart({"downgrade", "base"}).status == 0);
    CHECK(project.database.text("SELECT to_regclass('towns')") == "null");
}

TEST_CASE("a wrong row of COPY data is reported and nothing stays") {
    Project project;
    project.migration("a1", "", "CREATE TABLE t (id int);\nCOPY t FROM stdin;\n1\ntwo\n\\.\n");
    CHECK(project.transcript({"upgrade", "head"}) == R"(2| info: Running upgrade  -> a1, Make a1
2| migrations/a1.sql:9:1: error[HS0401]: invalid input syntax for type integer: "two"
2|     9 | COPY t FROM stdin;
2|       | ^~~~~~~~~~~~~~~~~
2| context: COPY t, line 2, column id: "two"
2| sqlstate: 22P02
2| note: no other revision was applied in this run
2| while: applying revision a1 (up)
exit 1
)");
    CHECK(project.version() == "");
    CHECK(project.journal() == "");
    CHECK(project.database.text("SELECT to_regclass('t')") == "null");
}

TEST_CASE("two upgraders at once run every migration once", "[race]") {
    LinearProject project;
    project.migration("a1", "", "CREATE TABLE a (id int);\nSELECT pg_sleep(0.2);", "DROP TABLE a;");
    const auto first = project.start({"upgrade", "head"});
    const auto second = project.start({"upgrade", "head"});
    CHECK(first->wait().status == 0);
    CHECK(second->wait().status == 0);
    CHECK(project.state() == "a b c | c3 | up a1 done, up b2 done, up c3 done");
}
