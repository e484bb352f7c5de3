#include "integration/linear.hpp"
#include "support/catch.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>

/// The journal as people and programs are shown it: `log`, `status`, `history -i`.
using namespace headstart::test;
using Catch::Matchers::ContainsSubstring;
using nlohmann::json;

namespace {

/// A history with every kind of row, at times and of durations that are told.
struct JournalProject : LinearProject {
    JournalProject() {
        migration("3f0c9a1be7d2", "c3", "CREATE TABLE d (id int);", "DROP TABLE d;");
        folder.write(
            "migrations/e5.sql",
            "-- Fill the countries in that the forms of the shop have offered since the beginning\n--\n"
            "-- Revision ID: e5\n-- Revises: 3f0c9a1be7d2\n\n-- migrate:up\nSELECT 1;\n");
        REQUIRE(headstart({"stamp", "b2"}).status == 0);
        REQUIRE(headstart({"upgrade", "3f0c9a1be7d2"}).status == 0);
        settle_times();
    }

    /// The times, and the host, are this run's; so they are set.
    void settle_times() {
        database.execute(
            "UPDATE headstart_journal SET host = 'web-1', headstart_version = '0.2.0',"
            " started_at = '2026-11-30 05:37:00+00'::timestamptz + id * interval '1 minute',"
            " finished_at = CASE WHEN state = 'done' THEN '2026-11-30 05:37:00.5+00'::timestamptz"
            " + id * interval '1 minute' END, duration_ms = CASE WHEN state <> 'done' THEN NULL"
            " WHEN direction = 'up' THEN 12 * id * id * id ELSE duration_ms END");
    }

    /// What stands behind the empty line: the table.
    std::string table(const std::string& columns) {
        const auto out = headstart(Call{{"status"}, {{"COLUMNS", columns}}}).out;
        return out.substr(out.find("\n\n") + 2);
    }

    std::string history(const Environment& variables = {}) {
        return headstart(Call{{"history", "-i"}, variables}).out;
    }
};

} // namespace

TEST_CASE("status shows the revisions beside the journal, as wide as the terminal is") {
    JournalProject project;
    CHECK(project.table("80") ==
          R"(REVISION                                     WHEN (UTC)        BY        TOOK
e5 (head), Fill the countries in that th...  pending
3f0c9a1be7d2 (current), Make 3f0c9a1be7d2    2026-11-30 05:40  postgres  324 ms
c3, Make c3                                  2026-11-30 05:39  postgres  96 ms
b2, Make b2                                  2026-11-30 05:38  postgres  stamped
a1, Make a1                                  applied
)");
    CHECK(
        project.table("120") ==
        R"(REVISION                                                                       WHEN (UTC)        BY              TOOK
e5 (head), Fill the countries in that the forms of the shop have offered s...  pending
3f0c9a1be7d2 (current), Make 3f0c9a1be7d2                                      2026-11-30 05:40  postgres@web-1  324 ms
c3, Make c3                                                                    2026-11-30 05:39  postgres@web-1  96 ms
b2, Make b2                                                                    2026-11-30 05:38  postgres@web-1  stamped
a1, Make a1                                                                    applied
)");
    project.migration("c3", "b2", "CREATE TABLE c (id bigint);", "DROP TABLE c;");
    CHECK_THAT(project.table("80"), ContainsSubstring("c3 (edited), Make c3  "));
}

TEST_CASE("status is one screen, and history -i has all") {
    Project project;
    std::string parent;
    for (int i = 10; i < 30; ++i) {
        const auto id = "r" + std::to_string(i);
        project.migration(id, parent, "SELECT 1;", "SELECT 1;");
        parent = id;
    }
    REQUIRE(project.headstart({"upgrade", "r25"}).status == 0);
    const auto out = project.headstart({"status"}).out;
    CHECK_THAT(out, ContainsSubstring("pending   4\n"));
    CHECK_THAT(out, ContainsSubstring("r29 (head), Make r29"));
    CHECK_THAT(out, ContainsSubstring("r25 (current), Make r25"));
    CHECK_THAT(out, ContainsSubstring("\nr15, Make r15"));
    CHECK_THAT(out, !ContainsSubstring("\nr14, Make r14"));
    CHECK(out.ends_with("\nand 5 older: `headstart history -i`\n"));
    const auto history = project.headstart({"history", "-i"}).out;
    CHECK(std::count(history.begin(), history.end(), '\n') == 20);
}

TEST_CASE("history -i has Alembic's lines where a program reads, and what the journal knows behind them") {
    JournalProject project;
    CHECK(
        project.history() ==
        "3f0c9a1be7d2 -> e5 (head), Fill the countries in that the forms of the shop have offered since the "
        "beginning  pending\n"
        "c3 -> 3f0c9a1be7d2 (current), Make 3f0c9a1be7d2" +
            std::string(63, ' ') +
            "2026-11-30 05:40  postgres@web-1  324 ms\n"
            "b2 -> c3, Make c3" +
            std::string(93, ' ') +
            "2026-11-30 05:39  postgres@web-1  96 ms\n"
            "a1 -> b2, Make b2" +
            std::string(93, ' ') +
            "2026-11-30 05:38  postgres@web-1  stamped\n"
            "<base> -> a1, Make a1" +
            std::string(89, ' ') + "applied\n");
    CHECK(project.history({{"COLUMNS", "80"}}) == project.table("80"));
    project.migration("e5", "3f0c9a1be7d2", "SELECT 1;");
    CHECK(project.history({{"COLUMNS", "100"}}) ==
          R"(REVISION                                         WHEN (UTC)        BY              TOOK
3f0c9a1be7d2 -> e5 (head), Make e5               pending
c3 -> 3f0c9a1be7d2 (current), Make 3f0c9a1be7d2  2026-11-30 05:40  postgres@web-1  324 ms
b2 -> c3, Make c3                                2026-11-30 05:39  postgres@web-1  96 ms
a1 -> b2, Make b2                                2026-11-30 05:38  postgres@web-1  stamped
<base> -> a1, Make a1                            applied
)");
}

TEST_CASE("a database that is ahead, or foreign, shows what the folder lacks") {
    JournalProject project;
    std::filesystem::remove(project.folder.path() / "migrations/e5.sql");
    std::filesystem::remove(project.folder.path() / "migrations/3f0c9a1be7d2.sql");
    std::filesystem::remove(project.folder.path() / "migrations/c3.sql");
    CHECK(project.table("80") ==
          R"(REVISION                                     WHEN (UTC)        BY        TOOK
3f0c9a1be7d2 (current) (ahead), Make 3f0...  2026-11-30 05:40  postgres  324 ms
c3 (ahead), Make c3                          2026-11-30 05:39  postgres  96 ms
b2 (head), Make b2                           2026-11-30 05:38  postgres  stamped
a1, Make a1                                  applied
)");
    project.database.execute("UPDATE alembic_version SET version_num = 'other'");
    CHECK(project.table("80") == R"(REVISION                   WHEN (UTC)
other (current) (foreign)
b2 (head), Make b2         pending
a1, Make a1                pending
)");
}

TEST_CASE("what is half-done says how far it is") {
    JournalProject project;
    project.migration("e5", "3f0c9a1be7d2", "CREATE TABLE e (id int);\nSELECT 1 / 0;", {},
                      "transaction:false");
    REQUIRE(project.headstart({"upgrade"}).status == 1);
    CHECK_THAT(project.table("80"), ContainsSubstring("e5 (head) (half-done), Make e5  "));
    CHECK_THAT(project.table("80"), ContainsSubstring("  1 of 2 done\n"));
}

TEST_CASE("status as JSON has the same as data") {
    JournalProject project;
    const auto revisions = json::parse(project.headstart({"status", "--format", "json"}).out)["revisions"];
    REQUIRE(revisions.size() == 5);
    CHECK(
        revisions[0] ==
        json{{"revision", "e5"},
             {"message", "Fill the countries in that the forms of the shop have offered since the beginning"},
             {"state", "pending"},
             {"is_current", false},
             {"is_edited", false},
             {"applied", nullptr}});
    CHECK(revisions[1] == json{{"revision", "3f0c9a1be7d2"},
                               {"message", "Make 3f0c9a1be7d2"},
                               {"state", "applied"},
                               {"is_current", true},
                               {"is_edited", false},
                               {"applied",
                                {{"direction", "up"},
                                 {"started_at", "2026-11-30T05:40:00.000Z"},
                                 {"finished_at", "2026-11-30T05:40:00.500Z"},
                                 {"duration_ms", 324},
                                 {"database_user", "postgres"},
                                 {"host", "web-1"},
                                 {"headstart_version", "0.2.0"}}}});
    CHECK(revisions[3]["applied"]["direction"] == "stamp");
    CHECK(revisions[4]["state"] == "applied");
    CHECK(revisions[4]["applied"] == nullptr);
}

TEST_CASE("a role that may not read the journal sees the revisions alone, and is told") {
    JournalProject project;
    const auto reader = project.database.role("reader");
    project.database.execute("GRANT SELECT ON alembic_version TO " + reader);
    project.environment["DATABASE_URL"] = project.database.url_as(reader, "secret");
    const auto history = project.headstart(Call{{"history", "-i"}, {{"COLUMNS", "80"}}});
    CHECK(history.out == R"(REVISION                                                              WHEN (UTC)
e5 (head), Fill the countries in that the forms of the shop have ...  pending
3f0c9a1be7d2 (current), Make 3f0c9a1be7d2                             applied
c3, Make c3                                                           applied
b2, Make b2                                                           applied
a1, Make a1                                                           applied
)");
    CHECK(project.steady(history.err) ==
          "warning: when and by whom is unknown: this role may not read the journal\n");
    CHECK_THAT(
        project.headstart({"status"}).out,
        ContainsSubstring("applied   when and by whom is unknown: this role may not read the journal\n"));
    const auto refused = project.headstart({"log"});
    CHECK(refused.status == 1);
    CHECK(refused.out == "");
    CHECK_THAT(refused.err, ContainsSubstring("headstart_journal"));
}

TEST_CASE("log shows the journal, newest first") {
    JournalProject project;
    project.migration("e5", "3f0c9a1be7d2", "CREATE TABLE e (id int);\nSELECT 1 / 0;", {},
                      "transaction:false");
    REQUIRE(project.headstart({"upgrade"}).status == 1);
    project.settle_times();
    const std::string newest = R"(2026-11-30 05:41:00Z  up      e5, Make e5
    failed behind 1 of 2 statements; by postgres from web-1, headstart 0.2.0
    error: division by zero
)";
    CHECK(project.headstart(Call{{"log"}, {{"COLUMNS", "80"}}}).out ==
          newest + R"(2026-11-30 05:40:00Z  up      3f0c9a1be7d2, Make 3f0c9a1be7d2
    done: 1 statement in 324 ms; by postgres from web-1, headstart 0.2.0
2026-11-30 05:39:00Z  up      c3, Make c3
    done: 1 statement in 96 ms; by postgres from web-1, headstart 0.2.0
2026-11-30 05:38:00Z  stamp   b2, Make b2
    done: the version table alone; by postgres from web-1, headstart 0.2.0
)");
    CHECK(project.headstart({"log", "-n", "1"}).out == newest);
    // It has been brought down twice, and somebody has finished it by hand.
    project.database.execute("UPDATE headstart_journal SET crashes = 2 WHERE revision = 'e5'");
    REQUIRE(project.headstart({"stamp", "e5"}).status == 0);
    CHECK_THAT(project.headstart({"log"}).out,
               ContainsSubstring("failed behind 1 of 2 statements, crashed 2 times, settled since; by "));
    project.settle_times();
    const auto rows = json::parse(project.headstart({"log", "--format", "json", "-n", "2"}).out);
    REQUIRE(rows.size() == 2);
    CHECK(rows[0]["direction"] == "stamp");
    CHECK(rows[1] == json{{"direction", "up"},
                          {"revision", "e5"},
                          {"message", "Make e5"},
                          {"parents", {"3f0c9a1be7d2"}},
                          {"state", "failed"},
                          {"settled", true},
                          {"statements_done", 1},
                          {"statements", 2},
                          {"started_at", "2026-11-30T05:41:00.000Z"},
                          {"finished_at", nullptr},
                          {"duration_ms", nullptr},
                          {"database_user", "postgres"},
                          {"host", "web-1"},
                          {"headstart_version", "0.2.0"},
                          {"crashes", 2},
                          {"error", "division by zero"}});
    for (const auto* wrong : {"0", "-1", "x", ""}) {
        CHECK(project.headstart({"log", "-n", wrong}).status == 2);
    }
}

TEST_CASE("log of a database without a journal says so") {
    LinearProject project;
    CHECK(project.transcript({"log"}) ==
          "2| info: this database has no journal: headstart has changed nothing here yet\nexit 0\n");
    CHECK(project.headstart({"log", "--format", "json"}).out == "[]\n");
}

TEST_CASE("what has nothing to show says so at a terminal alone") {
    LinearProject project;
    REQUIRE(project.headstart({"ensure-version"}).status == 0);
    const std::vector<std::pair<std::vector<std::string>, std::string>> commands{
        {{"current"}, "the database is at base: no revision is applied"},
        {{"branches"}, "no revision has several children"},
        {{"show", "base"}, "nothing to show: that is before the first revision"},
        {{"log"}, "the journal has no rows yet"},
    };
    for (const auto& [arguments, told] : commands) {
        INFO(arguments.front());
        CHECK(project.transcript(arguments) == "exit 0\n");
        const auto outcome = project.headstart_at_terminal({arguments});
        CHECK(outcome.out == "");
        CHECK(project.steady(outcome.err) == "info: " + told + "\n");
    }
    CHECK_THAT(project.headstart_at_terminal({{"downgrade", "base"}}).err,
               ContainsSubstring("nothing to do"));
    for (const auto* id : {"a1", "b2", "c3"}) {
        std::filesystem::remove(project.folder.path() / "migrations" / (std::string(id) + ".sql"));
    }
    CHECK_THAT(project.headstart_at_terminal({{"heads"}}).err, ContainsSubstring("no revisions"));
    CHECK_THAT(project.headstart_at_terminal({{"history"}}).err, ContainsSubstring("no revisions"));
    CHECK(project.transcript({"heads"}) == "exit 0\n");
}
