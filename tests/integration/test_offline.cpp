#include "support/catch.hpp"
#include "support/project.hpp"
#include "support/server_program.hpp"

using namespace headstart::test;

namespace {

/// What a script has to get right: COPY with data, a section outside a transaction with a block of its own in
/// it, a changed search_path, quotes, a comment behind the last statement, a merge.
void write_history(Project& project) {
    project.migration("a1", "",
                      "CREATE TABLE a (id int PRIMARY KEY, note text);\n"
                      "COPY a (id, note) FROM stdin;\n1\tit's; \\\\N\n2\t\\N\n\\.\n"
                      "INSERT INTO a VALUES (3, ':user') -- the last one",
                      "DROP TABLE a;");
    project.migration("b2", "a1",
                      "CREATE INDEX CONCURRENTLY a_note ON a (note);\n"
                      "BEGIN;\nUPDATE a SET note = 'x' WHERE id = 1;\nCOMMIT;\n"
                      "INSERT INTO a VALUES (4, 'alone');\n"
                      "DO $$ BEGIN UPDATE a SET note = 'y' WHERE id = 2; COMMIT; END $$;",
                      "DROP INDEX a_note;\nDELETE FROM a WHERE id = 4;", "transaction:false");
    project.migration("c3", "b2",
                      "SELECT pg_catalog.set_config('search_path', '', false);\n"
                      "CREATE TABLE public.c (id int);",
                      "SET search_path = '';\nDROP TABLE public.c;");
    project.migration("d3", "b2", "CREATE FUNCTION d() RETURNS int LANGUAGE sql AS $$ SELECT 1; SELECT 2 $$;",
                      "DROP FUNCTION d();");
    project.migration("e4", "c3, d3", "-- only a comment", "");
}

Outcome psql(const Project& project, const std::filesystem::path& script) {
    return run({{server_program("psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1", "-f", script.string(),
                 project.database.url()},
                {}});
}

/// Writes the script of a `--sql` call and runs it; says what went wrong.
std::string run_offline(Project& project, std::vector<std::string> arguments) {
    arguments.emplace_back("--sql");
    // No database is named: the script is made without one.
    const auto made = project.headstart({arguments, {}, {"DATABASE_URL"}, {}, {}});
    const auto outcome = psql(project, project.folder.write("script.sql", made.out));
    auto printed = outcome.out; // nothing but by the file's own SELECT
    const std::string_view of_file = " set_config \n------------\n \n(1 row)\n\n";
    if (const auto at = printed.find(of_file); at != std::string::npos) {
        printed.erase(at, of_file.size());
    }
    return made.err + printed + outcome.err + std::to_string(made.status) + " " +
           std::to_string(outcome.status);
}

/// The journal without what belongs to the run: times and where it ran.
std::string journal_rows(Project& project) {
    return project.database.text(
        "SELECT direction, revision, parents, message, checksum, state, statements, statements_done,"
        " database_user, headstart_version, error, started_at <= finished_at, duration_ms >= 0"
        " FROM headstart_journal ORDER BY id");
}

std::string schema_of(Project& project) {
    return project.database.schema() + project.database.text("SELECT * FROM alembic_version ORDER BY 1");
}

} // namespace

TEST_CASE("a script leaves the database as a run does, up and down") {
    Project online;
    Project offline;
    write_history(online);
    write_history(offline);

    CHECK(online.headstart({"upgrade", "head"}).status == 0);
    CHECK(run_offline(offline, {"upgrade", "head"}) == "0 0");
    CHECK(offline.version() == "e4");
    CHECK(schema_of(offline) == schema_of(online));
    CHECK(offline.database.text("SELECT * FROM a ORDER BY id") ==
          online.database.text("SELECT * FROM a ORDER BY id"));
    CHECK(journal_rows(offline) == journal_rows(online));
    CHECK(offline.database.text("SELECT DISTINCT host FROM headstart_journal") == "offline script");

    CHECK(online.headstart({"downgrade", "b2"}).status == 0);
    CHECK(run_offline(offline, {"downgrade", "e4:b2"}) == "0 0");
    CHECK(schema_of(offline) == schema_of(online));
    CHECK(online.headstart({"downgrade", "base"}).status == 0);
    CHECK(run_offline(offline, {"downgrade", "b2:base"}) == "0 0");
    CHECK(offline.version() == "");
    CHECK(schema_of(offline) == schema_of(online));
    CHECK(journal_rows(offline) == journal_rows(online));
    // And either goes on by the other way.
    CHECK(offline.headstart({"upgrade", "a1"}).status == 0);
    CHECK(run_offline(offline, {"upgrade", "a1:head"}) == "0 0");
    CHECK(offline.version() == "e4");
}

TEST_CASE("a script of stamps leaves the rows as a stamp does") {
    Project online;
    Project offline;
    write_history(online);
    write_history(offline);
    CHECK(online.headstart({"stamp", "c3"}).status == 0);
    CHECK(run_offline(offline, {"stamp", "c3"}) == "0 0");
    CHECK(offline.version() == "c3");
    CHECK(online.headstart({"stamp", "head"}).status == 0);
    CHECK(run_offline(offline, {"stamp", "c3:head"}) == "0 0");
    CHECK(offline.version() == "e4");
    CHECK(schema_of(offline) == schema_of(online));
    CHECK(journal_rows(offline) == journal_rows(online));
}

TEST_CASE("a script makes the tables that ensure-version makes, once") {
    Project online;
    Project offline;
    CHECK(online.headstart({"ensure-version"}).status == 0);
    CHECK(run_offline(offline, {"ensure-version"}) == "0 0");
    CHECK(schema_of(offline) == schema_of(online));
    offline.database.execute("INSERT INTO alembic_version VALUES ('anything')");
    CHECK(run_offline(offline, {"ensure-version"}) == "0 0");
    CHECK(offline.version() == "anything");
}

TEST_CASE("a script says of a migration that changes the version rows itself what they are") {
    Project project;
    project.migration("a1", "", "CREATE TABLE a (id int);");
    project.migration("b2", "a1", "UPDATE alembic_version SET version_num = 'x';");
    const auto outcome = run_offline(project, {"upgrade", "head"});
    CHECK_THAT(outcome, Catch::Matchers::ContainsSubstring(
                            "ERROR:  the migration has changed the version rows itself: "
                            "alembic_version holds x, where a1 is expected\n"));
    CHECK(project.version() == "a1");
}

TEST_CASE("a script stops at a database that stands elsewhere, and changes nothing") {
    Project project;
    write_history(project);
    CHECK(project.headstart({"upgrade", "b2"}).status == 0);
    const auto before = schema_of(project);
    const auto outcome = run_offline(project, {"upgrade", "a1:head"});
    CHECK_THAT(outcome, Catch::Matchers::ContainsSubstring(
                            "ERROR:  this database is not where the script goes on from: "
                            "alembic_version holds b2, where a1 is expected\n"));
    CHECK_THAT(outcome, Catch::Matchers::EndsWith("\n0 3"));
    CHECK(schema_of(project) == before);
}

TEST_CASE("a script tells many rows by a digest, and stops where they are others") {
    Project project;
    project.migration("a1", "", "CREATE TABLE a (id int);");
    std::string heads;
    for (int number = 10; number < 50; ++number) {
        const auto head = "h" + std::to_string(number);
        project.migration(head, "a1", "INSERT INTO a VALUES (1);");
        heads += (heads.empty() ? "" : ", ") + head;
    }
    project.migration("m", heads, "INSERT INTO a VALUES (2);");
    const auto made = project.headstart({{"upgrade", "m", "--sql"}, {}, {"DATABASE_URL"}, {}, {}}).out;
    const auto merge = made.rfind("BEGIN ISOLATION");
    REQUIRE(psql(project, project.folder.write("heads.sql", made.substr(0, merge))).status == 0);
    REQUIRE(project.database.text("SELECT count(*) FROM alembic_version") == "40");

    const auto script = project.folder.write("merge.sql", made.substr(merge));
    const auto stands_elsewhere = [&](const std::string& change) {
        project.database.execute("CREATE TABLE kept AS SELECT * FROM alembic_version");
        project.database.execute(change);
        const auto outcome = psql(project, script);
        project.database.execute("TRUNCATE alembic_version");
        project.database.execute("INSERT INTO alembic_version SELECT * FROM kept");
        project.database.execute("DROP TABLE kept");
        return outcome.status == 3 &&
               outcome.err.find("not where the script goes on from: alembic_version holds") !=
                   outcome.err.npos &&
               outcome.err.find(", where the list of 40 rows that it was made for is expected\n") !=
                   outcome.err.npos;
    };
    CHECK(stands_elsewhere("UPDATE alembic_version SET version_num = 'zz' WHERE version_num = 'h17'"));
    CHECK(stands_elsewhere("DELETE FROM alembic_version WHERE version_num = 'h49'"));
    CHECK(stands_elsewhere("DELETE FROM alembic_version"));
    // One row that reads as two of them with a comma between.
    CHECK(stands_elsewhere("WITH one AS (DELETE FROM alembic_version WHERE version_num = 'h10')"
                           " UPDATE alembic_version SET version_num = 'h10,h11' WHERE version_num = 'h11'"));
    CHECK(project.database.text("SELECT sum(id) FROM a") == "40");
    CHECK(psql(project, script).status == 0);
    CHECK(project.version() == "m");
}

TEST_CASE("a run goes on from many rows, and from what another one has made of them") {
    Project project;
    project.migration("a1", "", "CREATE TABLE a (id int);");
    for (int number = 10; number < 50; ++number) {
        project.migration("h" + std::to_string(number), "a1", "INSERT INTO a VALUES (1);");
    }
    CHECK(project.headstart({"upgrade", "heads"}).status == 0);
    // Takes away a row that is not its own, as another runner might: the guard of the next one finds it, and
    // the run looks again.
    project.migration("x", "h30", "DELETE FROM alembic_version WHERE version_num = 'h31';");
    project.migration("y", "x", "INSERT INTO a VALUES (2);");
    const auto outcome = project.headstart({"upgrade", "y"});
    CHECK(outcome.status == 0);
    CHECK(project.database.text("SELECT sum(id) FROM a") == "42");
    CHECK(project.database.text("SELECT count(*) FROM alembic_version") == "39");
}

TEST_CASE("a script for another database leaves no table in this one") {
    Project project;
    write_history(project);
    const auto outcome = run_offline(project, {"upgrade", "a1:head"});
    CHECK_THAT(outcome, Catch::Matchers::EndsWith("relation \"alembic_version\" does not exist\n0 3"));
    CHECK(project.database.text("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace") ==
          "");
}

TEST_CASE("a run goes on where a script died outside a transaction") {
    Project project;
    project.migration("a1", "", "CREATE TABLE a (id int);");
    project.migration("b2", "a1",
                      "INSERT INTO a VALUES (1);\n"
                      "DO $$ BEGIN IF current_setting('app.ready', true) IS NULL THEN"
                      " RAISE 'not ready'; END IF; END $$;\n"
                      "INSERT INTO a VALUES (2);",
                      {}, "transaction:false");
    CHECK_THAT(run_offline(project, {"upgrade", "head"}), Catch::Matchers::EndsWith("0 3"));
    CHECK(project.version() == "a1");
    CHECK(project.journal() == "up a1 done, up b2 running");
    project.database.execute("ALTER DATABASE " + project.database.name() + " SET app.ready = 'yes'");
    const auto outcome = project.headstart({"upgrade", "head"});
    CHECK(project.steady(outcome.err) == "info: Running upgrade a1 -> b2, Make b2\n"
                                         "info: resuming revision b2 (up) behind statement 1 of 3\n"
                                         "info: 1 revision applied in <time>\n");
    CHECK(project.database.text("SELECT id FROM a ORDER BY id") == "1\n2");
    CHECK(project.journal() == "up a1 done, up b2 done");
}

TEST_CASE("a script stops where something is half-done, and says what") {
    Project project;
    project.migration("a1", "", "CREATE TABLE a (id int);\nINSERT INTO a VALUES (1 / 0);", {},
                      "transaction:false");
    REQUIRE(project.headstart({"upgrade"}).status == 1);
    const auto before = project.snapshot();
    const auto said = run_offline(project, {"upgrade", "head"});
    CHECK(said.find("half-done, and to be finished with headstart before this script is run: a1\n") !=
          std::string::npos);
    CHECK(said.ends_with("0 3"));
    CHECK(project.snapshot() == before);
}

TEST_CASE("a script brings an older journal as far as it needs it, and a run the rest") {
    Project project;
    project.migration("a1", "", "CREATE TABLE a (id int);");
    REQUIRE(project.headstart({"upgrade"}).status == 0);
    project.database.execute("ALTER TABLE headstart_journal DROP COLUMN version_table, DROP COLUMN"
                             " statement_checksums, ALTER COLUMN format SET DEFAULT 2");
    project.migration("b2", "a1", "CREATE TABLE b (id int);");
    CHECK(run_offline(project, {"upgrade", "a1:b2"}) == "0 0");
    CHECK(project.version() == "b2");
    project.migration("c3", "b2", "CREATE TABLE c (id int);");
    CHECK(project.headstart({"upgrade"}).status == 0);
    CHECK(project.headstart({"check"}).status == 0);
    CHECK(project.journal() == "up a1 done, up b2 done, up c3 done");
    CHECK(project.database.text("SELECT column_default FROM information_schema.columns WHERE table_name ="
                                " 'headstart_journal' AND column_name = 'format'") == "4");
}

TEST_CASE("a script finds its tables in the schema that is set") {
    Project project;
    write_history(project);
    project.database.execute("CREATE SCHEMA app");
    CHECK(run_offline(project, {"upgrade", "head", "--version-table-schema", "app"}) == "0 0");
    CHECK(project.version() == "no table");
    CHECK(project.database.text("SELECT version_num FROM app.alembic_version") == "e4");
    CHECK(project.database.text("SELECT count(*) FROM app.headstart_journal") == "5");
}
