#include "integration/linear.hpp"
#include "support/catch.hpp"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <regex>

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

std::size_t widest_line(const std::string& text) {
    std::size_t widest = 0;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        widest = std::max(widest, line.size());
    }
    return widest;
}

} // namespace

TEST_CASE("status shows the revisions beside the journal, as wide as the terminal is") {
    JournalProject project;
    CHECK(project.table("80") == "REVISION                            WHEN (UTC)        BY        TOOK\n"
                                 "e5 (head), Fill the countries i...  pending\n"
                                 "3f0c9a1be7d2 (current), Make 3f...  2026-11-30 05:40  postgres  324 ms\n"
                                 "c3, Make c3                         2026-11-30 05:39  postgres  96 ms\n"
                                 "b2, Make b2                         2026-11-30 05:38  postgres  stamped\n"
                                 "a1, Make a1                         applied\n");
    CHECK(widest_line(project.table("80")) <= 80);
    CHECK(project.table("120") == "REVISION                                                                  "
                                  " WHEN (UTC)        BY              TOOK\n"
                                  "");
    project.migration("c3", "b2", "CREATE TABLE c (id bigint);", "DROP TABLE c;");
    CHECK_THAT(project.table("80"), ContainsSubstring("c3 (edited), Make c3  "));
}

TEST_CASE("history -i has Alembic's lines where a program reads, and what the journal knows behind them") {
    JournalProject project;
    CHECK(project.history() == "");
    CHECK(project.history({{"COLUMNS", "80"}}) == "");
}

TEST_CASE("a database that is ahead, or foreign, shows what the folder lacks") {
    JournalProject project;
    std::filesystem::remove(project.folder.path() / "migrations/e5.sql");
    std::filesystem::remove(project.folder.path() / "migrations/3f0c9a1be7d2.sql");
    std::filesystem::remove(project.folder.path() / "migrations/c3.sql");
    CHECK(project.table("80") == "");
    project.database.execute("UPDATE alembic_version SET version_num = 'other'");
    CHECK(project.table("80") == "");
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
    CHECK(history.out == "");
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
    CHECK(project.headstart(Call{{"log"}, {{"COLUMNS", "80"}}}).out == "");
    CHECK(project.headstart(Call{{"log", "-n", "1"}, {{"COLUMNS", "80"}}}).out == "");
    REQUIRE(project.headstart({"stamp", "e5"}).status == 0);
    REQUIRE(project.headstart({"downgrade", "c3", "--sql"}).status == 2);
    project.settle_times();
    const auto rows = json::parse(project.headstart({"log", "--format", "json", "-n", "2"}).out);
    REQUIRE(rows.size() == 2);
    CHECK(rows[0]["direction"] == "stamp");
    CHECK(rows[1] == json{});
    for (const auto* wrong : {"0", "-1", "x", ""}) {
        CHECK(project.headstart({"log", "-n", wrong}).status == 2);
    }
}

TEST_CASE("log of a database without a journal says so, and of an old one shows it") {
    LinearProject project;
    CHECK(project.transcript({"log"}) == "");
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
