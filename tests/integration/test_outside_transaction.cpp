#include "integration/linear.hpp"
#include "support/catch.hpp"

using namespace headstart::test;

namespace {

constexpr auto k_outside = "transaction:false";

/// The journal's view of each run.
std::string progress(Project& project) {
    return project.database.text("SELECT revision, state, statements_done, statements, coalesce(error, '')"
                                 " FROM headstart_journal ORDER BY id");
}

} // namespace

TEST_CASE("statements that need to be outside of a transaction run there") {
    LinearProject project;
    project.migration("d4", "c3",
                      "CREATE INDEX CONCURRENTLY ix_a ON a (id);\n"
                      "BEGIN;\nSET LOCAL lock_timeout = '3s';\nLOCK TABLE a IN EXCLUSIVE MODE;\n"
                      "INSERT INTO a VALUES (1);\nCOMMIT;\n"
                      "DO $$ BEGIN FOR i IN 2..4 LOOP INSERT INTO a VALUES (i); COMMIT; END LOOP; END $$;\n"
                      "SET search_path = pg_catalog, public;\nVACUUM a;\nINSERT INTO a VALUES (5);",
                      "DROP INDEX ix_a;", k_outside);
    project.migration("e5", "d4", "DO $$ BEGIN ASSERT current_setting('search_path') LIKE '%user%'; END $$;");
    CHECK(project.transcript({"upgrade", "head"}) == R"(2| info: Running upgrade  -> a1, Make a1
2| info: Running upgrade a1 -> b2, Make b2
2| info: Running upgrade b2 -> c3, Make c3
2| info: Running upgrade c3 -> d4, Make d4
2| info: Running upgrade d4 -> e5, Make e5
2| info: 5 revisions applied in <time>
exit 0
)");
    CHECK(project.version() == "e5");
    CHECK(project.database.text("SELECT string_agg(id::text, ' ' ORDER BY id) FROM a") == "1 2 3 4 5");
    CHECK(project.database.text("SELECT indisvalid FROM pg_index WHERE indexrelid = 'ix_a'::regclass") ==
          "t");
    CHECK(progress(project) == "a1|done|1|1|\nb2|done|1|1|\nc3|done|1|1|\nd4|done|10|10|\ne5|done|1|1|");
}

TEST_CASE("a section that failed outside of a transaction resumes behind what is done") {
    LinearProject project;
    project.migration(
        "d4", "c3",
        "SET lock_timeout = '3s';\nINSERT INTO a VALUES (1);\nCREATE INDEX CONCURRENTLY ix_a ON a (id);\n"
        "INSERT INTO missing VALUES (1);\nDO $$ BEGIN ASSERT current_setting('lock_timeout') = '3s'; END "
        "$$;\nINSERT INTO a VALUES (2);",
        {}, k_outside);
    CHECK(project.transcript({"upgrade", "head"}) == R"(2| info: Running upgrade  -> a1, Make a1
2| info: Running upgrade a1 -> b2, Make b2
2| info: Running upgrade b2 -> c3, Make c3
2| info: Running upgrade c3 -> d4, Make d4
2| migrations/d4.sql:11:13: error[HS0401]: relation "missing" does not exist
2|    11 | INSERT INTO missing VALUES (1);
2|       |             ^~~~~~~
2| sqlstate: 42P01
2| note: statements 1 to 3 of 6 of this revision are done and stay; the next run goes on behind them
2| note: applied before it in this run, and kept: a1, b2, c3
2| while: applying revision d4 (up)
exit 1
)");
    CHECK(project.version() == "c3");
    CHECK(
        project.database.text("SELECT state, statements_done, statements, error FROM headstart_journal WHERE"
                              " revision = 'd4'") == "failed|3|6|relation \"missing\" does not exist");

    // The cause is still there: the same place fails again, and nothing is done twice.
    CHECK(project.transcript({"upgrade", "head"}) == R"(2| info: Running upgrade c3 -> d4, Make d4
2| info: resuming revision d4 (up) behind statement 3 of 6
2| migrations/d4.sql:11:13: error[HS0401]: relation "missing" does not exist
2|    11 | INSERT INTO missing VALUES (1);
2|       |             ^~~~~~~
2| sqlstate: 42P01
2| note: statements 1 to 3 of 6 of this revision are done and stay; the next run goes on behind them
2| note: no other revision was applied in this run
2| while: applying revision d4 (up)
exit 1
)");
    CHECK(project.database.text("SELECT count(*) FROM a") == "1");

    project.database.execute("CREATE TABLE missing (id int)");
    CHECK(project.transcript({"upgrade", "head"}) == R"(2| info: Running upgrade c3 -> d4, Make d4
2| info: resuming revision d4 (up) behind statement 3 of 6
2| info: 1 revision applied in <time>
exit 0
)");
    CHECK(project.version() == "d4");
    CHECK(project.database.text("SELECT id FROM a ORDER BY id") == "1\n2");
    CHECK(progress(project) == "a1|done|1|1|\nb2|done|1|1|\nc3|done|1|1|\nd4|done|6|6|");
}

TEST_CASE("the first statement that fails leaves the whole section to do") {
    LinearProject project;
    project.migration("d4", "c3", "INSERT INTO missing VALUES (1);\nINSERT INTO a VALUES (1);", {},
                      k_outside);
    CHECK(project.transcript({"upgrade", "head"}) == R"(2| info: Running upgrade  -> a1, Make a1
2| info: Running upgrade a1 -> b2, Make b2
2| info: Running upgrade b2 -> c3, Make c3
2| info: Running upgrade c3 -> d4, Make d4
2| migrations/d4.sql:8:13: error[HS0401]: relation "missing" does not exist
2|     8 | INSERT INTO missing VALUES (1);
2|       |             ^~~~~~~
2| sqlstate: 42P01
2| note: none of the 2 statements of this revision is done
2| note: applied before it in this run, and kept: a1, b2, c3
2| while: applying revision d4 (up)
exit 1
)");
    CHECK(project.version() == "c3");
    project.database.execute("CREATE TABLE missing (id int)");
    CHECK(project.headstart({"upgrade", "head"}).status == 0);
    CHECK(project.version() == "d4");
}

TEST_CASE("a COPY into a table that is missing leaves its failure in the journal") {
    Project project;
    project.migration("a1", "", "CREATE TABLE a (id int);\nCOPY missing FROM stdin;\n1\n\\.\n", {},
                      k_outside);
    CHECK(project.transcript({"upgrade", "head"}) == R"(2| info: Running upgrade  -> a1, Make a1
2| migrations/a1.sql:9:1: error[HS0401]: relation "missing" does not exist
2|     9 | COPY missing FROM stdin;
2|       | ^~~~~~~~~~~~~~~~~~~~~~~
2| sqlstate: 42P01
2| note: statement 1 of 2 of this revision is done and stays; the next run goes on behind it
2| note: no other revision was applied in this run
2| while: applying revision a1 (up)
exit 1
)");
    CHECK(progress(project) == "a1|failed|1|2|relation \"missing\" does not exist");
}

TEST_CASE("a half-done section whose file was edited is refused, but comments may change") {
    LinearProject project;
    project.migration("d4", "c3", "INSERT INTO a VALUES (1);\nINSERT INTO missing VALUES (1);", {},
                      k_outside);
    REQUIRE(project.headstart({"upgrade", "head"}).status == 1);
    project.migration("d4", "c3", "INSERT INTO a VALUES (7);\nINSERT INTO b VALUES (1);", {}, k_outside);
    const auto before = project.snapshot();
    CHECK(project.transcript({"upgrade", "head"}) == R"(2| info: Running upgrade c3 -> d4, Make d4
2| migrations/d4.sql:8:1: error[HS0405]: statement 1 of revision d4 has run, and has been changed since
2|     8 | INSERT INTO a VALUES (7);
2|       | ^~~~~~~~~~~~~~~~~~~~~~~~
2| note: 1 of its statements is applied
2| note: what stands behind it may be changed, added or taken out
2| note: no other revision was applied in this run
2| hint: either put the statement back as it was and run again; or finish by hand what is missing and say so with `headstart stamp d4`
2| while: applying revision d4 (up)
exit 1
)");
    CHECK(project.snapshot() == before);
    // Stamped by hand, it is settled.
    CHECK(project.headstart({"stamp", "d4"}).status == 0);
    CHECK(project.headstart({"upgrade", "head"}).status == 0);
}

TEST_CASE("white space and comments of a half-done section may change") {
    LinearProject project;
    project.migration("d4", "c3", "INSERT INTO a VALUES (1);\nINSERT INTO missing VALUES (1);", {},
                      k_outside);
    REQUIRE(project.headstart({"upgrade", "head"}).status == 1);
    project.migration("d4", "c3", "INSERT INTO a\n  VALUES (1); -- one\n\nINSERT INTO missing VALUES (1);",
                      {}, k_outside);
    project.database.execute("CREATE TABLE missing (id int)");
    const auto in_old_form = GENERATE(false, true); // without a version, as headstart 0.1 left it
    if (in_old_form) {
        project.database.execute("UPDATE headstart_journal SET checksum = substr(checksum, 3)");
    }
    CHECK(project.headstart({"upgrade", "head"}).status == 0);
    CHECK(project.database.text("SELECT count(*) FROM a") == "1");
}

TEST_CASE("an index that an interrupted build left invalid is built again") {
    LinearProject project;
    project.migration("c3", "b2", "CREATE TABLE c (id int);\nINSERT INTO c VALUES (1), (1);");
    project.migration("d4", "c3",
                      "INSERT INTO a VALUES (1);\nCREATE UNIQUE INDEX CONCURRENTLY uq_c ON c (id);", {},
                      k_outside);
    CHECK(project.transcript({"upgrade", "head"}) == R"(2| info: Running upgrade  -> a1, Make a1
2| info: Running upgrade a1 -> b2, Make b2
2| info: Running upgrade b2 -> c3, Make c3
2| info: Running upgrade c3 -> d4, Make d4
2| migrations/d4.sql:9:1: error[HS0401]: could not create unique index "uq_c"
2|     9 | CREATE UNIQUE INDEX CONCURRENTLY uq_c ON c (id);
2|       | ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
2| detail: Key (id)=(1) is duplicated.
2| sqlstate: 23505
2| note: statement 1 of 2 of this revision is done and stays; the next run goes on behind it
2| note: applied before it in this run, and kept: a1, b2, c3
2| while: applying revision d4 (up)
exit 1
)");
    CHECK(project.database.text("SELECT indisvalid FROM pg_index WHERE indexrelid = 'uq_c'::regclass") ==
          "f");
    project.database.execute("DELETE FROM c; INSERT INTO c VALUES (1)");
    CHECK(project.transcript({"upgrade", "head"}) == R"(2| info: Running upgrade c3 -> d4, Make d4
2| info: resuming revision d4 (up) behind statement 1 of 2
2| info: dropping the invalid index "public"."uq_c" that an interrupted run left behind
2| info: 1 revision applied in <time>
exit 0
)");
    CHECK(project.database.text("SELECT indisvalid FROM pg_index WHERE indexrelid = 'uq_c'::regclass") ==
          "t");
    CHECK(project.database.text("SELECT count(*) FROM a") == "1");
    CHECK(project.version() == "d4");
}

TEST_CASE("a failure inside the file's own block takes the block back and resumes at its BEGIN") {
    LinearProject project;
    project.migration(
        "d4", "c3",
        "INSERT INTO a VALUES (1);\nBEGIN;\nINSERT INTO a VALUES (2);\nINSERT INTO missing VALUES (1);\n"
        "COMMIT;",
        {}, k_outside);
    CHECK(project.transcript({"upgrade", "head"}) == R"(2| info: Running upgrade  -> a1, Make a1
2| info: Running upgrade a1 -> b2, Make b2
2| info: Running upgrade b2 -> c3, Make c3
2| info: Running upgrade c3 -> d4, Make d4
2| migrations/d4.sql:11:13: error[HS0401]: relation "missing" does not exist
2|    11 | INSERT INTO missing VALUES (1);
2|       |             ^~~~~~~
2| sqlstate: 42P01
2| note: statement 1 of 5 of this revision is done and stays; the next run goes on behind it
2| note: applied before it in this run, and kept: a1, b2, c3
2| while: applying revision d4 (up)
exit 1
)");
    CHECK(project.database.text("SELECT id FROM a") == "1");
    project.database.execute("CREATE TABLE missing (id int)");
    CHECK(project.headstart({"upgrade", "head"}).status == 0);
    CHECK(project.database.text("SELECT id FROM a ORDER BY id") == "1\n2");
    CHECK(project.version() == "d4");
}

TEST_CASE("a block of the file that is not closed is refused before anything runs") {
    LinearProject project;
    project.migration("d4", "c3", "INSERT INTO a VALUES (1);\nBEGIN;\nINSERT INTO a VALUES (2);", {},
                      k_outside);
    const auto before = project.snapshot();
    CHECK(project.transcript({"upgrade", "head"}) ==
          R"(2| migrations/d4.sql:9:1: error[HS0103]: BEGIN has no COMMIT
2|     9 | BEGIN;
2|       | ^~~~~
2| hint: end the block with COMMIT in the same section
exit 2
)");
    CHECK(project.snapshot() == before);
}

TEST_CASE("a role and a read-only default that the file sets for its rest do not stop the journal") {
    LinearProject project;
    const auto role = project.database.role("worker", "NOLOGIN");
    project.database.execute("CREATE SCHEMA work AUTHORIZATION " + role);
    project.migration("d4", "c3",
                      "SET ROLE " + role +
                          ";\nCREATE TABLE work.one (id int);\n"
                          "DO $$ BEGIN CREATE TABLE work.two (id int); COMMIT; END $$;\n"
                          "CREATE INDEX CONCURRENTLY ix_one ON work.one (id);\n"
                          "BEGIN;\nCREATE TABLE work.three (id int);\nCOMMIT;\n"
                          "SET default_transaction_read_only = on;\nSHOW work_mem;",
                      {}, k_outside);
    project.migration("e5", "d4", "CREATE TABLE mine (id int);");
    CHECK(project.transcript({"upgrade", "head"}) == R"(2| info: Running upgrade  -> a1, Make a1
2| info: Running upgrade a1 -> b2, Make b2
2| info: Running upgrade b2 -> c3, Make c3
2| info: Running upgrade c3 -> d4, Make d4
2| info: Running upgrade d4 -> e5, Make e5
2| info: 5 revisions applied in <time>
exit 0
)");
    CHECK(project.version() == "e5");
    CHECK(project.database.text(
              "SELECT tablename, tableowner = '" + role +
              "' FROM pg_tables WHERE schemaname = 'work' OR tablename = 'mine' ORDER BY 1") ==
          "mine|f\none|t\nthree|t\ntwo|t");
    project.database.execute("DROP OWNED BY " + role);
}

TEST_CASE("a deferred constraint that fails at the commit of a step is reported and can be resumed") {
    LinearProject project;
    REQUIRE(project.headstart({"upgrade", "head"}).status == 0);
    project.database.execute("CREATE TABLE parent (id int PRIMARY KEY);"
                             "CREATE TABLE child (id int REFERENCES parent DEFERRABLE INITIALLY DEFERRED)");
    project.migration("d4", "c3", "INSERT INTO a VALUES (1);\nINSERT INTO child VALUES (7);", {}, k_outside);
    CHECK(project.transcript({"upgrade", "head"}) == R"(2| info: Running upgrade c3 -> d4, Make d4
2| migrations/d4.sql:9:1: error[HS0401]: insert or update on table "child" violates foreign key constraint "child_id_fkey"
2|     9 | INSERT INTO child VALUES (7);
2|       | ^~~~~~~~~~~~~~~~~~~~~~~~~~~~
2| detail: Key (id)=(7) is not present in table "parent".
2| sqlstate: 23503
2| note: statement 1 of 2 of this revision is done and stays; the next run goes on behind it
2| note: no other revision was applied in this run
2| while: applying revision d4 (up)
exit 1
)");
    CHECK(project.database.text(
              "SELECT state, statements_done FROM headstart_journal WHERE revision = 'd4'") == "failed|1");
    project.database.execute("INSERT INTO parent VALUES (7)");
    CHECK(project.headstart({"upgrade", "head"}).status == 0);
    CHECK(project.database.text("SELECT count(*) FROM a") == "1");
    CHECK(project.version() == "d4");
}

TEST_CASE("a journal that cannot be told of a failure is a note to that failure") {
    struct Lost {
        std::string statement; ///< takes the journal away
        std::string note;
    };

    for (const auto& [statement, note] :
         std::vector<Lost>{{"DROP TABLE headstart_journal",
                            "alembic_version or the journal beside it was dropped, renamed or"
                            " moved while revision a1 ran"},
                           {"REVOKE ALL ON headstart_journal FROM current_user",
                            "permission denied for table headstart_journal"}}) {
        INFO(statement);
        Project project;
        const auto role = project.database.role("app");
        project.database.execute("GRANT ALL ON SCHEMA public TO " + role);
        project.environment["DATABASE_URL"] = project.database.url_as(role, "secret");
        project.migration("a1", "",
                          "CREATE TABLE a (id int);\nDO $$ BEGIN " + statement +
                              "; COMMIT; RAISE EXCEPTION 'on purpose'; END $$;",
                          {}, k_outside);
        CHECK(project.transcript({"upgrade"}) ==
              "2| info: Running upgrade  -> a1, Make a1\n"
              "2| migrations/a1.sql:9:1: error[HS0401]: on purpose\n"
              "2|     9 | DO $$ BEGIN " +
                  statement + "; COMMIT; RAISE EXCEPTION 'on purpose'; END $$;\n2|       | ^" +
                  std::string(statement.size() + 57, '~') +
                  "\n2| context: PL/pgSQL function inline_code_block line 1 at RAISE\n2| sqlstate: P0001\n"
                  "2| note: the journal could not be told: " +
                  note +
                  "\n2| note: statement 1 of 2 of this revision is done and stays; the next run goes on"
                  " behind it\n2| note: no other revision was applied in this run\n"
                  "2| while: applying revision a1 (up)\nexit 1\n");
        project.database.execute("DROP OWNED BY " + role);
    }
}

TEST_CASE("what the server refuses in a transaction for a reason of its own runs alone") {
    // As an extension's hook would: the first time is inside of a transaction.
    constexpr std::string_view k_refuses =
        "CREATE SCHEMA aside; CREATE SEQUENCE aside.times;"
        "CREATE FUNCTION aside.refuse() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN"
        " IF tg_tag = 'CREATE VIEW' AND nextval('aside.times') = 1 THEN"
        " RAISE 'CREATE VIEW cannot run inside a transaction block' USING ERRCODE = '25001'; END IF; END $$;"
        "CREATE EVENT TRIGGER refuses ON ddl_command_start EXECUTE FUNCTION aside.refuse()";
    Project project;
    project.database.execute(k_refuses);
    project.migration("a1", "",
                      "CREATE TABLE a (id int);\nCREATE VIEW v AS TABLE a;\nCREATE TABLE b (id int);", {},
                      "transaction:false");
    CHECK(project.transcript({"upgrade"}) == R"(2| info: Running upgrade  -> a1, Make a1
2| info: statement 2 of revision a1 is refused inside a transaction; running it alone
2| info: 1 revision applied in <time>
exit 0
)");
    CHECK(project.database.text("SELECT state, statements_done FROM headstart_journal") == "done|3");
    CHECK(project.database.text("SELECT to_regclass('v'), to_regclass('b')") == "v|b");

    SECTION("and is told of where it fails alone, too") {
        project.database.execute("ALTER SEQUENCE aside.times RESTART");
        project.migration("b2", "a1", "CREATE VIEW w AS TABLE missing;", {}, "transaction:false");
        const auto outcome = project.headstart({"upgrade"});
        CHECK(outcome.status == 1);
        CHECK(
            outcome.err.find("migrations/b2.sql:8:24: error[HS0401]: relation \"missing\" does not exist") !=
            std::string::npos);
        project.database.execute("CREATE TABLE missing (id int)");
        CHECK(project.headstart({"upgrade"}).status == 0);
        CHECK(project.database.text("SELECT to_regclass('w')") == "w");
    }
}
