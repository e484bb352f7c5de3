#include "support/catch.hpp"
#include "support/project.hpp"
#include "support/server_version.hpp"

using namespace headstart::test;

// What PostgreSQL 16 has learnt: the grammar of the binary under test may be older, and so may be the server.
// Where only the server knows it, it is run as far as its words tell what it is.

namespace {

bool is_known_to_grammar() {
    return built_with("grammar of PostgreSQL ") >= 16;
}

/// Before anything runs, whichever of the two does not know it: an older server is asked.
void check_refused(const Outcome& outcome) {
    INFO(outcome.err);
    CHECK(outcome.status == 2);
    CHECK(outcome.err.find("error[HS0201]: syntax error at ") != std::string::npos);
}

} // namespace

TEST_CASE("rows of a COPY that the grammar cannot parse are copied") {
    for (const std::string options : {"", "transaction:false"}) {
        INFO(options);
        Project project;
        project.database.execute("CREATE SCHEMA aside; CREATE TABLE aside.a (id int, note text)");
        project.migration("a1", "",
                          "COPY aside.a FROM stdin WHERE note IS JSON;\n1\t{}\n2\tno; 'nor this\n3\t[]\n\\.\n"
                          "INSERT INTO aside.a VALUES (4, 'behind');",
                          {}, options);
        const auto outcome = project.headstart({"upgrade"});
        if (!server_has(Since::is_json)) {
            check_refused(outcome);
            CHECK(project.database.text("SELECT count(*) FROM aside.a") == "0");
            continue;
        }
        INFO(outcome.err);
        CHECK(outcome.status == 0);
        CHECK(project.database.text("SELECT id, note FROM aside.a ORDER BY id") == "1|{}\n3|[]\n4|behind");
        CHECK(project.journal() == "up a1 done");
    }
}

TEST_CASE("a COPY that the grammar cannot parse, and that the server refuses, costs no session") {
    if (!server_has(Since::is_json)) {
        return check_refused([] {
            Project project;
            project.migration("a1", "", "COPY missing FROM stdin WHERE note IS JSON;\n1\t{}\n\\.\n");
            return project.headstart({"upgrade"});
        }());
    }
    for (const std::string options : {"", "transaction:false"}) {
        INFO(options);
        Project project;
        project.migration("a1", "", "COPY missing FROM stdin WHERE note IS JSON;\n1\t{}\n\\.\n", {}, options);
        const std::string rest = options.empty() ? "2| note: no other revision was applied in this run\n"
                                                 : "2| note: the one statement of this revision is not done\n"
                                                   "2| note: no other revision was applied in this run\n";
        CHECK(project.transcript({"upgrade"}) ==
              R"(2| info: Running upgrade  -> a1, Make a1
2| migrations/a1.sql:8:1: error[HS0401]: relation "missing" does not exist
2|     8 | COPY missing FROM stdin WHERE note IS JSON;
2|       | ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
2| sqlstate: 42P01
)" + rest + "2| while: applying revision a1 (up)\nexit 1\n");
        CHECK(project.journal() == (options.empty() ? "" : "up a1 failed"));
        project.database.execute("CREATE TABLE missing (id int, note text)");
        CHECK(project.headstart({"upgrade"}).status == 0);
        CHECK(project.database.text("SELECT count(*) FROM missing") == "1");
    }
}

TEST_CASE(
    "a command that the grammar does not know is tried in a section's transaction, and the marker named") {
    Project project;
    project.migration("a1", "",
                      "CREATE TABLE a (id int);\nREINDEX DATABASE CONCURRENTLY;\nCREATE TABLE b (id int);");
    if (!server_has(Since::reindexes_without_name) && !is_known_to_grammar()) {
        return check_refused(project.headstart({"upgrade"}));
    }
    CHECK(
        project.transcript({"upgrade"}) ==
        (is_known_to_grammar()
             ? R"(2| migrations/a1.sql:9:1: error[HS0203]: REINDEX CONCURRENTLY cannot run inside a transaction
2|     9 | REINDEX DATABASE CONCURRENTLY;
2|       | ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~
2| hint: write `transaction:false` behind the section's marker; best in a revision of its own
exit 2
)"
             : R"(2| info: Running upgrade  -> a1, Make a1
2| migrations/a1.sql:9:1: error[HS0401]: REINDEX CONCURRENTLY cannot run inside a transaction block
2|     9 | REINDEX DATABASE CONCURRENTLY;
2|       | ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~
2| sqlstate: 25001
2| note: no other revision was applied in this run
2| hint: it cannot run inside a transaction: write `transaction:false` behind the section's marker; best in a revision of its own
2| while: applying revision a1 (up)
exit 1
)"));
    CHECK(project.database.text("SELECT to_regclass('a')") == "null");
}

TEST_CASE("a command that the grammar does not know runs alone outside a transaction") {
    Project project;
    project.migration("a1", "",
                      "CREATE TABLE a (id int);\nREINDEX DATABASE CONCURRENTLY;\nCREATE TABLE b (id int);",
                      {}, "transaction:false");
    const auto outcome = project.headstart({"upgrade"});
    if (!server_has(Since::reindexes_without_name)) {
        return check_refused(outcome);
    }
    INFO(outcome.err);
    CHECK(outcome.status == 0);
    CHECK(project.database.text("SELECT state, statements_done FROM headstart_journal") == "done|3");
    CHECK(project.database.text("SELECT to_regclass('b')") == "b");
}
