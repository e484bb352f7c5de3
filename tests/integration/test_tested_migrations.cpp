#include "support/catch.hpp"
#include "support/eventually.hpp"
#include "support/project.hpp"

#include <nlohmann/json.hpp>

#include <csignal>
#include <fstream>
#include <sstream>

using namespace headstart::test;
using nlohmann::json;

namespace {

/// A history that is as it should be: two branches, one outside of a transaction, and their merge.
void write_branches(Project& project) {
    project.migration("a1", "",
                      "CREATE TABLE users (id int PRIMARY KEY, email text);\n"
                      "INSERT INTO users VALUES (1, 'ann'), (2, 'bob');",
                      "DROP TABLE users;");
    project.migration("b2", "a1", "CREATE INDEX CONCURRENTLY users_email_idx ON users (email);",
                      "DROP INDEX users_email_idx;", "transaction:false");
    project.migration("c3", "a1", "ALTER TABLE users ADD phone text;",
                      "ALTER TABLE users DROP COLUMN phone;");
    project.migration("d4", "b2, c3", "", "");
}

std::string results(const std::string& out) {
    std::string text;
    const auto report = json::parse(out);
    for (const auto& one : report.at("revisions")) {
        text += (text.empty() ? "" : ", ") + one.at("revision").get<std::string>() + " " +
                one.at("result").get<std::string>();
    }
    return text;
}

std::string tested(Project& project, std::vector<std::string> words) {
    words.insert(words.begin(), {"test", "--format", "json"});
    const auto outcome = project.headstart(words);
    INFO(outcome.err);
    return results(outcome.out);
}

std::string content_of(const std::filesystem::path& path) {
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
}

/// Its own: other tests have theirs on the same server.
std::string scratch_databases(Project& project, const std::string& owner) {
    return project.database.text("SELECT count(*) FROM pg_database WHERE pg_get_userbyid(datdba) = '" +
                                 owner + "'");
}

} // namespace

TEST_CASE("test: each revision is tried up, down and up again") {
    Project project;
    write_branches(project);
    project.migration("e5", "d4", "INSERT INTO users VALUES (3, 'eve');", {});
    CHECK(project.transcript({"test"}) == "1| ok            a1  Make a1\n"
                                          "1| ok            c3  Make c3\n"
                                          "1| ok            b2  Make b2\n"
                                          "1| ok            d4  Make d4\n"
                                          "1| irreversible  e5  Make e5\n"
                                          "1| 5 revisions tested: 4 ok, 1 irreversible, in <time>\n"
                                          "exit 0\n");
    CHECK(project.version() == "no table");
    CHECK(project.journal() == "no table");
}

TEST_CASE("test: a down that brings not all back is told with the statements that would") {
    Project project;
    project.migration("a1", "", "CREATE TABLE t (id int, name text);\nCREATE INDEX t_name_idx ON t (name);",
                      "DROP TABLE t;");
    project.migration("b2", "a1", "ALTER TABLE t DROP COLUMN name;", "ALTER TABLE t ADD COLUMN name text;");
    project.migration("c3", "b2", "CREATE VIEW v AS SELECT id FROM t;", "DROP VIEW v;");
    CHECK(project.transcript({"test"}) ==
          "1| ok            a1  Make a1\n"
          "1| failed        b2  Make b2\n"
          "1| ok            c3  Make c3\n"
          "1| 3 revisions tested: 2 ok, 1 failed, in <time>\n"
          "2| migrations/b2.sql:10:1: error[HS0606]: the down of revision b2 does not bring back what its up "
          "has changed\n"
          "2|    10 | -- migrate:down\n"
          "2|       | ^~~~~~~~~~~~~~~\n"
          "2| note: CREATE INDEX t_name_idx ON t (name);\n"
          "2| hint: behind the down, these statements would have brought it back\n"
          "exit 5\n");
}

TEST_CASE("test: an empty down is none that brings anything back") {
    Project project;
    project.migration("a1", "", "CREATE TABLE t (id int);", "");
    const auto outcome = project.headstart({"test"});
    CHECK(outcome.status == 5);
    CHECK_THAT(outcome.err, Catch::Matchers::ContainsSubstring("note: DROP TABLE t;") &&
                                Catch::Matchers::ContainsSubstring("leave out `-- migrate:down` altogether"));
}

TEST_CASE("test: without a down a revision is irreversible, and fails only where that is asked for") {
    Project project;
    project.migration("a1", "", "CREATE TABLE t (id int);");
    CHECK(tested(project, {}) == "a1 irreversible");
    const auto outcome = project.headstart({"test", "--require-down"});
    CHECK(outcome.status == 5);
    CHECK_THAT(outcome.err, Catch::Matchers::ContainsSubstring("error[HS0109]: revision a1 has no way back"));
}

TEST_CASE("test: what cannot be applied fails, and nothing behind it is run") {
    Project project;
    project.migration("a1", "", "CREATE TABLE t (id int);", "DROP TABLE t;");
    project.migration("b2", "a1", "ALTER TABLE t ADD x nonsense;", "ALTER TABLE t DROP x;");
    project.migration("c3", "b2", "SELECT 1;", "");
    const auto outcome = project.headstart({"test", "--format", "json"});
    CHECK(outcome.status == 5);
    CHECK(results(outcome.out) == "a1 ok, b2 failed, c3 not_run");
    const auto report = json::parse(outcome.out);
    CHECK(report.at("ok") == false);
    CHECK(report.at("revisions").at(1).at("findings").at(0).at("while") ==
          json::array({"applying revision b2 (up)", "testing revision b2: its up"}));
}

TEST_CASE("test: a down that the server refuses fails") {
    Project project;
    project.migration("a1", "", "CREATE TABLE t (id int);", "DROP TABLE u;");
    const auto outcome = project.headstart({"test"});
    CHECK(outcome.status == 5);
    CHECK_THAT(outcome.err, Catch::Matchers::ContainsSubstring("table \"u\" does not exist") &&
                                Catch::Matchers::ContainsSubstring("while: testing revision a1: its down\n"));
}

TEST_CASE("test: an up that goes but once fails") {
    Project project;
    project.migration("a1", "", "CREATE TABLE seen (id int PRIMARY KEY);", "DROP TABLE seen;");
    project.migration("b2", "a1", "INSERT INTO seen VALUES (1);", "-- they may stay");
    const auto outcome = project.headstart({"test"});
    CHECK(outcome.status == 5);
    CHECK_THAT(outcome.err,
               Catch::Matchers::ContainsSubstring("duplicate key value violates unique constraint") &&
                   Catch::Matchers::ContainsSubstring(
                       "while: testing revision b2: its up once more, behind its down\n"));
}

TEST_CASE("test: an up that makes something else the second time fails") {
    Project project;
    project.migration("a1", "", "CREATE SEQUENCE s;\nCREATE TABLE t (id int);",
                      "DROP TABLE t;\nDROP SEQUENCE s;");
    project.migration("b2", "a1",
                      "DO $$ BEGIN\n"
                      "  IF nextval('s') = 1 THEN CREATE INDEX t_id_idx ON t (id);\n"
                      "  ELSE CREATE INDEX t_id_key ON t (id); END IF;\n"
                      "END $$;",
                      "DROP INDEX IF EXISTS t_id_idx, t_id_key;");
    const auto outcome = project.headstart({"test", "b2"});
    CHECK(outcome.status == 5);
    CHECK_THAT(outcome.err, Catch::Matchers::ContainsSubstring(
                                "error[HS0607]: the up of revision b2 makes something else behind its down"));
    CHECK_THAT(outcome.err, Catch::Matchers::ContainsSubstring("CREATE INDEX t_id_idx ON t (id);") ||
                                Catch::Matchers::ContainsSubstring("RENAME TO t_id_idx;"));
}

TEST_CASE("test: a down that loses rows fails, an up that does so is warned of") {
    Project project;
    project.migration("a1", "", "CREATE TABLE t (id int, name text);\nINSERT INTO t VALUES (1, 'one');",
                      "DROP TABLE t;");
    project.migration("b2", "a1", "ALTER TABLE t ADD x int;",
                      "DROP TABLE t;\nCREATE TABLE t (id int, name text);");
    project.migration("c3", "b2", "ALTER TABLE t DROP COLUMN name;", "ALTER TABLE t ADD COLUMN name text;");
    CHECK(project.transcript({"test"}) ==
          "1| ok            a1  Make a1\n"
          "1| failed        b2  Make b2\n"
          "1| ok            c3  Make c3\n"
          "1| 3 revisions tested: 2 ok, 1 failed, in <time>\n"
          "2| migrations/c3.sql:7:1: warning[HS0608]: revision c3 changes rows that its down does not bring "
          "back\n"
          "2|     7 | -- migrate:up\n"
          "2|       | ^~~~~~~~~~~~~\n"
          "2| note: t holds other values in name\n"
          "2| migrations/b2.sql:10:1: error[HS0608]: the down of revision b2 loses rows that its up had left "
          "alone\n"
          "2|    10 | -- migrate:down\n"
          "2|       | ^~~~~~~~~~~~~~~\n"
          "2| note: t held 3 rows before, and holds 0\n"
          "2| hint: alter what is there, in the place of dropping it and making it anew\n"
          "exit 5\n");
}

TEST_CASE("test: rows are put into what is there, and are no reason to fail") {
    Project project;
    project.migration("a1", "", "CREATE TABLE t (id int PRIMARY KEY, name text);", "DROP TABLE t;");
    project.migration("b2", "a1", "ALTER TABLE t ADD x int NOT NULL;", "ALTER TABLE t DROP x;");
    project.migration("c3", "b2", "CREATE TABLE u (id int REFERENCES t);", "DROP TABLE u;");
    project.migration("d4", "c3", "ALTER TABLE u ALTER id TYPE bigint;",
                      "DROP TABLE u;\nCREATE TABLE u (id int REFERENCES t);");
    const auto outcome = project.headstart({"test", "--format", "json"});
    CHECK(outcome.status == 5);
    CHECK(results(outcome.out) == "a1 ok, b2 ok, c3 ok, d4 failed");
    const auto report = json::parse(outcome.out);
    const auto& warning = report.at("revisions").at(1).at("warnings").at(0);
    CHECK(warning.at("code") == "HS0609");
    CHECK(warning.at("message") == "column \"x\" of relation \"t\" contains null values");
    CHECK(report.at("revisions").at(3).at("findings").at(0).at("notes") ==
          json::array({"u held 2 rows before, and holds 0"}));
    CHECK(tested(project, {"b2", "--strict"}) == "b2 failed");
}

TEST_CASE("test: ranges are named as everywhere") {
    Project project;
    write_branches(project);
    CHECK(tested(project, {"head"}) == "d4 ok");
    CHECK(tested(project, {"b2"}) == "b2 ok");
    CHECK(tested(project, {"c3", "a1"}) == "a1 ok, c3 ok");
    CHECK(tested(project, {"c3:"}) == "c3 ok, d4 ok");
    CHECK(tested(project, {":b2"}) == "a1 ok, b2 ok");
    CHECK(tested(project, {"+1"}) == "a1 ok");
    CHECK(project.headstart({"upgrade", "a1"}).status == 0);
    CHECK(tested(project, {"current"}) == "a1 ok");
    CHECK(tested(project, {"c3@+1"}) == "c3 ok");
    CHECK(project.headstart({"test", "zz"}).status == 2);
}

TEST_CASE("test: as many at the same time as there are jobs") {
    Project project;
    write_branches(project);
    for (const auto* jobs : {"1", "3"}) {
        CHECK(tested(project, {"--jobs", jobs}) == "a1 ok, c3 ok, b2 ok, d4 ok");
    }
    for (const auto* jobs : {"0", "many", "-1", "65"}) {
        CHECK(project.headstart({"test", "--jobs", jobs}).status == 2);
    }
}

TEST_CASE("test: JUnit's form has a case for each revision") {
    Project project;
    project.migration("a1", "", "CREATE TABLE t (id int);");
    project.migration("b2", "a1", "SELECT '<&>' FROM nowhere;", "");
    project.migration("c3", "b2", "SELECT 1;", "");
    CHECK(project.headstart({"test", "--junit", "report.xml"}).status == 5);
    const auto report = content_of(project.folder.path() / "report.xml");
    CHECK_THAT(
        report,
        Catch::Matchers::ContainsSubstring(
            "<testsuite name=\"headstart test\" tests=\"3\" failures=\"1\" errors=\"0\" skipped=\"1\""));
    CHECK_THAT(report, Catch::Matchers::ContainsSubstring("name=\"a1 Make a1\" file=\"migrations/a1.sql\""));
    CHECK_THAT(report,
               Catch::Matchers::ContainsSubstring(
                   "<failure type=\"HS0401\" message=\"relation &quot;nowhere&quot; does not exist\">"));
    CHECK_THAT(report, Catch::Matchers::ContainsSubstring("SELECT '&lt;&amp;&gt;' FROM nowhere;"));
    CHECK_THAT(report, Catch::Matchers::ContainsSubstring(
                           "<skipped message=\"what it stands on could not be applied\"/>"));
    const auto outcome = project.headstart({"test", "a1", "--junit", "none/there/../../migrations"});
    CHECK(outcome.status == 2);
    CHECK_THAT(outcome.err, Catch::Matchers::ContainsSubstring("error[HS0110]"));
}

TEST_CASE("test: a signal ends it, and leaves no database behind") {
    Project project;
    project.migration("a1", "", "CREATE TABLE t (id int);", "DROP TABLE t;");
    project.migration("b2", "a1", "SELECT pg_sleep(60);", "");
    const auto owner = project.database.role("tester", "LOGIN CREATEDB PASSWORD 'secret'");
    project.environment["DATABASE_URL"] = project.database.url_as(owner, "secret");
    const auto running = project.start({"test"});
    const auto sleeping = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep(60)%'"
                          " AND usename = '" +
                          owner + "' AND state = 'active'";
    REQUIRE(eventually(30s, [&] { return project.database.text(sleeping) != "0"; }));
    running->send(SIGTERM);
    CHECK(running->wait(20s).status == 143);
    CHECK(project.database.text(sleeping) == "0");
    CHECK(scratch_databases(project, owner) == "0");
}
