#include "integration/linear.hpp"
#include "support/catch.hpp"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <regex>

using namespace headstart::test;
using nlohmann::json;

namespace {

/// What belongs to the run: when, and on which machine.
std::string timeless(const std::string& text) {
    static const std::regex origin(
        R"((applied|accepted) \d{4}-[^ ]+ [^ ]+ by (\S+) from \S+, headstart \S+)");
    return std::regex_replace(text, origin, "$1 <when> by $2 from <host>");
}

/// At head, with b2 edited since.
struct EditedProject : LinearProject {
    EditedProject() {
        REQUIRE(headstart({"upgrade"}).status == 0);
        edit();
    }

    void edit(std::string_view up = "CREATE TABLE b (id bigint);") {
        migration("b2", "a1", up, "DROP TABLE b;");
    }

    std::string validate() { return timeless(transcript({"validate"})); }
};

constexpr std::string_view k_edited =
    R"(1| 2 applied revisions are as their files have them.
2| migrations/b2.sql:7:1: error[HS0602]: revision b2 was edited after it had been applied
2|     7 | -- migrate:up
2|       | ^~~~~~~~~~~~~
2| note: applied <when> by postgres from <host>
2| hint: restore the file, and write the change as a migration of its own; if this database has been changed alike: `headstart validate --accept b2`
exit 5
)";

constexpr std::string_view k_warning =
    "warning: 1 applied revision was edited since: b2 (migrations/b2.sql); `headstart validate` says more\n";

std::string accepts(Project& project) {
    return project.database.text("SELECT revision, state, statements, statements_done, database_user,"
                                 " finished_at IS NOT NULL FROM headstart_journal WHERE direction = 'accept'"
                                 " ORDER BY id");
}

} // namespace

TEST_CASE("validate finds nothing where the applied migrations are those of the folder") {
    LinearProject project;
    CHECK(project.transcript({"validate"}) ==
          "1| 0 applied revisions are as their files have them.\nexit 0\n");
    REQUIRE(project.headstart({"upgrade", "b2"}).status == 0);
    // Comments and white space do not count, nor does what is pending.
    project.migration("a1", "", "-- the first one\nCREATE TABLE a (\n    id int\n);", "DROP TABLE a;");
    project.migration("c3", "b2", "CREATE TABLE c (other int);");
    const auto before = project.snapshot();
    CHECK(project.transcript({"validate"}) ==
          "1| 2 applied revisions are as their files have them.\nexit 0\n");
    CHECK(project.snapshot() == before);
}

TEST_CASE("an edited applied migration is found by validate, check, status, upgrade and run") {
    EditedProject project;
    const auto before = project.snapshot();
    CHECK(project.validate() == k_edited);
    const auto check = project.headstart({"check"});
    CHECK(check.status == 5);
    CHECK(check.err.starts_with("migrations/b2.sql:7:1: error[HS0602]: revision b2 was edited after it had "
                                "been applied\n"));
    CHECK(project.headstart({"status"}).out.find("pending   none\nedited    1: b2\n") != std::string::npos);
    CHECK(project.snapshot() == before);

    // It stops nothing.
    project.migration("d4", "c3", "SELECT 1;");
    const auto upgrade = project.headstart({"upgrade"});
    CHECK(upgrade.status == 0);
    CHECK(project.steady(upgrade.err).starts_with(std::string(k_warning) + "info: Running upgrade c3 -> d4"));
    project.migration("e5", "d4", "SELECT 1;", "SELECT 1;");
    const auto run = project.headstart({"run", "--", "echo", "started"});
    CHECK(run.out == "started\n");
    CHECK(project.steady(run.err).starts_with(std::string(k_warning)));
    CHECK(project.version() == "e5");
    // On the way down it is no news.
    CHECK(project.headstart({"downgrade", "-1"}).err.find("edited") == std::string::npos);
}

TEST_CASE("validate as JSON holds all there is to know of an edit") {
    EditedProject project;
    const auto outcome = project.headstart({"validate", "--format", "json"});
    CHECK(outcome.status == 5);
    CHECK(outcome.err == "");
    auto found = json::parse(outcome.out);
    const auto journaled = project.database.text(
        "SELECT checksum, finished_at, host, headstart_version FROM headstart_journal WHERE revision = 'b2'");
    REQUIRE(found["edited"].size() == 1);
    auto& edited = found["edited"][0];
    CHECK(journaled == edited["checksum"].get<std::string>() + "|" + edited["at"].get<std::string>() + "|" +
                           edited["host"].get<std::string>() + "|" +
                           edited["headstart_version"].get<std::string>());
    CHECK(edited["file_checksum"].get<std::string>().size() == 66);
    CHECK(edited["file_checksum"] != edited["checksum"]);
    for (const auto* const name : {"checksum", "file_checksum", "at", "host", "headstart_version"}) {
        edited.erase(name);
    }
    CHECK(found == json{{"ok", false},
                        {"applied", {"a1", "b2", "c3"}},
                        {"edited", json::array({json{{"revision", "b2"},
                                                     {"path", "migrations/b2.sql"},
                                                     {"direction", "up"},
                                                     {"database_user", "postgres"}}})},
                        {"unrecorded", json::array()},
                        {"unknown", json::array()},
                        {"half_done", json::array()},
                        {"problems", json::array()}});
}

TEST_CASE("what headstart 0.1 journaled is compared, and shown with its version") {
    EditedProject project;
    project.database.execute("UPDATE headstart_journal SET checksum = substr(checksum, 3)");
    const auto journaled =
        project.database.text("SELECT checksum FROM headstart_journal WHERE revision = 'b2'");
    REQUIRE(journaled.size() == 64);
    const auto found = json::parse(project.headstart({"validate", "--format", "json"}).out);
    REQUIRE(found["edited"].size() == 1); // b2, as before
    CHECK(found["edited"][0]["checksum"] == "1:" + journaled);
    CHECK(found["unrecorded"] == json::array());
}

TEST_CASE("what a newer headstart journaled is neither edited nor as it was") {
    LinearProject project;
    REQUIRE(project.headstart({"upgrade"}).status == 0);
    project.database.execute("UPDATE headstart_journal SET checksum = '2:af' WHERE revision = 'b2'");
    CHECK(project.transcript({"validate"}) == "1| 2 applied revisions are as their files have them.\n"
                                              "1| 1 applied revision cannot be compared, stamped or applied "
                                              "by another tool or a newer headstart: b2\n"
                                              "exit 0\n");
}

TEST_CASE("a deliberate edit is accepted, and journaled") {
    EditedProject project;
    CHECK(project.transcript({"validate", "--accept", "b2"}) ==
          "1| Accepted b2 as migrations/b2.sql has it.\nexit 0\n");
    CHECK(accepts(project) == "b2|done|1|0|postgres|t");
    CHECK(project.transcript({"validate"}) ==
          "1| 3 applied revisions are as their files have them.\nexit 0\n");
    CHECK(project.headstart({"check"}).status == 0);

    // What is not edited has nothing to accept; of what is edited again, the newest row counts.
    CHECK(project.transcript({"validate", "--accept", "b2", "--accept", "head"}) ==
          "1| Nothing to accept: b2 is as migrations/b2.sql has it.\n"
          "1| Nothing to accept: c3 is as migrations/c3.sql has it.\nexit 0\n");
    CHECK(accepts(project) == "b2|done|1|0|postgres|t");
    project.edit("CREATE TABLE b (id int);\nCREATE INDEX ON b (id);");
    CHECK(project.validate().find("revision b2 was edited after it had been accepted\n") !=
          std::string::npos);
    project.migration("c3", "b2", "CREATE TABLE c (id bigint);", "DROP TABLE c;");
    const auto both = project.headstart({"validate", "--accept", "b2", "--accept", "c3", "--format", "json"});
    CHECK(json::parse(both.out) == json{{"accepted", {"b2", "c3"}}, {"unchanged", json::array()}});
    CHECK(accepts(project) == "b2|done|1|0|postgres|t\nb2|done|2|0|postgres|t\nc3|done|1|0|postgres|t");
    CHECK(project.headstart({"validate"}).status == 0);
    // Done anew, it is what was run that counts.
    REQUIRE(project.headstart({"downgrade", "a1"}).status == 0);
    REQUIRE(project.headstart({"upgrade"}).status == 0);
    CHECK(project.headstart({"validate"}).status == 0);
}

TEST_CASE("what cannot be accepted is refused, and nothing is journaled", "[known-syntax]") {
    EditedProject project;
    const auto refused = [&](const std::string& name, const std::string& message) {
        const auto outcome = project.headstart({"validate", "--accept", "b2", "--accept", name});
        INFO(outcome.err);
        CHECK(outcome.status == 2);
        CHECK(outcome.out == "");
        CHECK(outcome.err.find(message) != std::string::npos);
        CHECK(accepts(project) == "");
    };
    refused("nope", "error[HS0106]: Can't locate revision identified by 'nope'\n");
    refused("base", "error[HS0111]: 'base' is no revision\n");
    project.migration("d4", "c3", "SELECT 1;");
    refused("d4", "error[HS0111]: revision d4 is not applied: there is nothing to accept\n");
    project.migration("c3", "b2", "CREATE TABEL c (id int);");
    refused("c3", "migrations/c3.sql:8:8: error[HS0201]: syntax error at or near \"TABEL\"\n");

    project.migration("c3", "b2", "CREATE TABLE c (id int);");
    project.migration("d4", "c3", "SELECT pg_advisory_xact_lock(42);");
    project.database.execute("SELECT pg_advisory_lock(42)");
    const auto upgrade = project.start({"upgrade"});
    REQUIRE(upgrade->wait_for_text("Running upgrade c3 -> d4"));
    const auto locked = project.headstart({"validate", "--accept", "b2", "--lock-wait-timeout", "100ms"});
    CHECK(locked.status == 4);
    CHECK(accepts(project) == "");
    project.database.execute("SELECT pg_advisory_unlock(42)");
    CHECK(upgrade->wait().status == 0);
}

TEST_CASE("what the journal never saw is said, and can be recorded") {
    LinearProject project;
    project.database.execute("CREATE TABLE alembic_version (version_num varchar(32) PRIMARY KEY);"
                             "INSERT INTO alembic_version VALUES ('b2')");
    CHECK(project.transcript({"validate"}) == "1| 0 applied revisions are as their files have them.\n"
                                              "1| 2 applied revisions cannot be compared, stamped or applied "
                                              "by another tool or a newer headstart: a1, b2\nexit 0\n");
    CHECK(
        project.transcript({"validate", "--accept", "a1", "--accept", "b2"}) ==
        "1| Accepted a1 as migrations/a1.sql has it.\n1| Accepted b2 as migrations/b2.sql has it.\nexit 0\n");
    CHECK(project.transcript({"validate"}) ==
          "1| 2 applied revisions are as their files have them.\nexit 0\n");
    // Undone by us and put back by somebody else: what ran then is not what we saw.
    project.database.execute("CREATE TABLE b (id int)");
    REQUIRE(project.headstart({"downgrade", "a1"}).status == 0);
    REQUIRE(project.headstart({"stamp", "b2"}).status == 0);
    CHECK(project.headstart({"validate"}).out == "1 applied revision is as its file has it.\n"
                                                 "1 applied revision cannot be compared, stamped or applied "
                                                 "by another tool or a newer headstart: b2\n");
}

TEST_CASE("rows that the folder does not have are a finding of validate too") {
    LinearProject project;
    REQUIRE(project.headstart({"upgrade"}).status == 0);
    project.database.execute("INSERT INTO alembic_version VALUES ('other')");
    const auto outcome = project.headstart({"validate"});
    CHECK(outcome.status == 5);
    CHECK(outcome.out == "3 applied revisions are as their files have them.\n");
    CHECK(outcome.err.starts_with("error[HS0403]: Can't locate revision identified by 'other'\n"));
}

TEST_CASE("accepting a file does not settle its downgrade that was left half-done") {
    LinearProject project;
    const std::string_view up = "CREATE TABLE d (id int);";
    project.folder.write("migrations/d4.sql",
                         "-- Make d4\n-- Revision ID: d4\n-- Revises: c3\n-- migrate:up\n" + std::string(up) +
                             "\n-- migrate:down transaction:false\nINSERT INTO a VALUES (1);\n"
                             "INSERT INTO missing VALUES (1);\n");
    REQUIRE(project.headstart({"upgrade"}).status == 0);
    REQUIRE(project.headstart({"downgrade", "-1"}).status == 1);
    project.database.execute("UPDATE headstart_journal SET checksum = 'other'"
                             " WHERE revision = 'd4' AND direction = 'up'");
    REQUIRE(project.headstart({"validate", "--accept", "d4"}).status == 0);
    project.database.execute("CREATE TABLE missing (id int)");
    CHECK(project.headstart({"downgrade", "-1"}).status == 0);
    CHECK(project.database.text("SELECT count(*) FROM a") == "1"); // not inserted twice
}

TEST_CASE("sections that no upgrade will run stop none, but are found", "[known-syntax]") {
    LinearProject project;
    REQUIRE(project.headstart({"upgrade", "b2"}).status == 0);
    project.migration("a1", "", "CREATE TABLE a (id int);", "DROP TABEL a;");
    project.migration("b2", "a1", "CREATE TABLE b (id int", "DROP TABLE b;");
    CHECK(project.headstart({"upgrade"}).status == 0);
    const std::string problems = "migrations/a1.sql:11:6: error[HS0201]: syntax error at or near \"TABEL\"\n"
                                 "   11 | DROP TABEL a;\n"
                                 "      |      ^~~~~\n";
    const auto validate = project.headstart({"validate"});
    CHECK(validate.status == 5);
    CHECK(validate.err.find(problems) != std::string::npos);
    CHECK(validate.err.find("migrations/b2.sql:7:1: error[HS0602]") != std::string::npos);
    CHECK(validate.err.find("error[HS0201]: syntax error at end of input\n") != std::string::npos);
    const auto check = project.headstart({"check"});
    CHECK(check.status == 5);
    CHECK(check.err.find(problems) != std::string::npos);

    // Not even a section: nothing can be compared, nor said to be the same.
    project.migration("b2", "a1", "CREATE TABLE b (id int);", "DROP TABLE b;\n-- migrate:sideways");
    const auto unreadable = project.headstart({"validate"});
    CHECK(unreadable.out == "2 applied revisions are as their files have them.\n");
    CHECK(unreadable.err.find("migrations/b2.sql:12:1: error[HS0103]: `migrate:sideways` is no marker\n") !=
          std::string::npos);
}
