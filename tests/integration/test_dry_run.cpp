#include "support/catch.hpp"
#include "support/project.hpp"

#include <nlohmann/json.hpp>

using namespace headstart::test;
using nlohmann::json;

namespace {

void write_two(Project& project) {
    project.migration("a1", "", "CREATE TABLE a (id int);\n-- a comment\nCREATE TABLE aa (id int);",
                      "DROP TABLE aa;\nDROP TABLE a;");
    project.migration("b2", "a1", "CREATE INDEX CONCURRENTLY a_id ON a (id);", {}, "transaction:false");
}

} // namespace

TEST_CASE("a dry run shows the steps with their SQL and changes nothing") {
    Project project;
    write_two(project);
    const auto outcome = project.headstart({"upgrade", "head", "--dry-run"});
    CHECK(outcome.status == 0);
    CHECK(outcome.err == "");
    CHECK(outcome.out == "-- Running upgrade  -> a1, Make a1\n"
                         "CREATE TABLE a (id int);\n"
                         "-- a comment\n"
                         "CREATE TABLE aa (id int);\n"
                         "\n"
                         "-- Running upgrade a1 -> b2, Make b2 (outside a transaction)\n"
                         "CREATE INDEX CONCURRENTLY a_id ON a (id);\n"
                         "\n");
    CHECK(project.version() == "no table");
    CHECK(project.journal() == "no table");
}

TEST_CASE("a dry run needs no lock") {
    Project project;
    project.migration("a1", "", "CREATE TABLE a (id int);");
    project.migration("b2", "a1", "SELECT pg_advisory_xact_lock(42);");
    project.database.execute("SELECT pg_advisory_lock(42)");
    const auto upgrade = project.start({"upgrade", "head"});
    REQUIRE(upgrade->wait_for_text("Running upgrade a1 -> b2"));
    const auto outcome = project.headstart({"upgrade", "head", "--dry-run"});
    CHECK(outcome.status == 0);
    CHECK(outcome.out == "-- Running upgrade a1 -> b2, Make b2\nSELECT pg_advisory_xact_lock(42);\n\n");
    CHECK(upgrade->running());
    project.database.execute("SELECT pg_advisory_unlock(42)");
    CHECK(upgrade->wait().status == 0);
    const auto done = project.headstart({"upgrade", "head", "--dry-run"});
    CHECK(done.out == "");
    CHECK(project.steady(done.err) == "info: nothing to do: the database is there already\n");
}

TEST_CASE("a dry run as JSON holds every step") {
    Project project;
    write_two(project);
    CHECK(project.headstart({"upgrade", "a1"}).status == 0);
    const auto up = json::parse(project.headstart({"upgrade", "head", "--dry-run", "--format", "json"}).out);
    CHECK(up == json::array({json{{"direction", "up"},
                                  {"revision", "b2"},
                                  {"down_revisions", {"a1"}},
                                  {"message", "Make b2"},
                                  {"path", "migrations/b2.sql"},
                                  {"transactional", false},
                                  {"statements", {"CREATE INDEX CONCURRENTLY a_id ON a (id)"}}}}));
    const auto down =
        json::parse(project.headstart({"downgrade", "-1", "--dry-run", "--format", "json"}).out);
    CHECK(down == json::array({json{{"direction", "down"},
                                    {"revision", "a1"},
                                    {"down_revisions", json::array()},
                                    {"message", "Make a1"},
                                    {"path", "migrations/a1.sql"},
                                    {"transactional", true},
                                    {"statements", {"DROP TABLE aa", "DROP TABLE a"}}}}));
    const auto none = json::parse(project.headstart({"upgrade", "a1", "--dry-run", "--format", "json"}).out);
    CHECK(none == json::array());
    CHECK(project.version() == "a1");
}

TEST_CASE("a dry run does not adopt a database either") {
    Project project;
    write_two(project);
    project.database.execute("CREATE TABLE old (id int)");
    const auto outcome = project.headstart({"upgrade", "head", "--dry-run"});
    CHECK(outcome.status == 1);
    CHECK(outcome.out == "");
    CHECK(project.steady(outcome.err) == project.steady(project.headstart({"upgrade", "head"}).err));
}

TEST_CASE("a dry run refuses what a run would refuse", "[known-syntax]") {
    Project project;
    write_two(project);
    project.migration("c3", "b2", "CREATE TABEL c (id int);");
    const auto broken = project.headstart({"upgrade", "head", "--dry-run"});
    CHECK(broken.status == 2);
    CHECK(broken.out == "");
    CHECK(project.steady(broken.err) == project.steady(project.headstart({"upgrade", "head"}).err));
    CHECK(project.headstart({"upgrade", "b2"}).status == 0);
    const auto irreversible = project.headstart({"downgrade", "base", "--dry-run"});
    CHECK(irreversible.status == 2);
    CHECK(project.steady(irreversible.err) ==
          "migrations/b2.sql:1:1: error[HS0109]: revision b2 is irreversible: its file has no "
          "`-- migrate:down` section\n"
          "    1 | -- Make b2\n"
          "      | ^\n"
          "hint: write the section, or restore a backup; nothing has been run\n");
}

TEST_CASE("show, history and edit ask the database only for what it is at") {
    Project project;
    write_two(project);
    CHECK(project.headstart({"upgrade", "a1"}).status == 0);
    CHECK(project.steady(project.headstart({"show", "current"}).out) ==
          "Rev: a1\nParent: <base>\nCreate Date: 2025-10-03 23:15:00+00:00\nPath: "
          "<project>/migrations/a1.sql\n\n    Make a1\n\n");
    CHECK(project.headstart({"history", "--graph", "-i"}).out == "* b2 (head), Make b2\n"
                                                                 "* a1 (current), Make a1\n");
    CHECK(project.headstart({"history", "--format", "mermaid", "-r", ":current"}).out ==
          "flowchart BT\n    r0[\"a1<br/>Make a1\"]\n");
    CHECK(project.headstart({{"edit", "current"}, {{"EDITOR", "echo"}}, {}, {}, {}}).out ==
          "migrations/a1.sql\n");
    CHECK(project.headstart({"downgrade", "base"}).status == 0);
    const auto none = project.headstart({{"edit", "current"}, {{"EDITOR", "echo"}}, {}, {}, {}});
    CHECK(none.status == 2);
    CHECK(none.err == "error[HS0106]: No current revisions\n"
                      "hint: the database is at base: `headstart edit head` opens the newest file\n");
}
