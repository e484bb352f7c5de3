#include "integration/linear.hpp"
#include "support/catch.hpp"

#include <nlohmann/json.hpp>

using namespace headstart::test;

TEST_CASE("current of an empty database says nothing and creates nothing") {
    LinearProject project;
    const auto before = project.snapshot();
    CHECK(project.transcript({"current"}) == "exit 0\n");
    CHECK(project.transcript({"current", "--format", "json"}) == "1| []\nexit 0\n");
    CHECK(project.transcript({"current", "--check-heads"}) ==
          R"(2| error[HS0601]: Database is not on all head revisions
2| hint: run `headstart upgrade head`
exit 5
)");
    CHECK(project.snapshot() == before);
}

TEST_CASE("current shows where the database is, short, long and as JSON") {
    LinearProject project;
    REQUIRE(project.headstart({"upgrade", "b2"}).status == 0);
    CHECK(project.transcript({"current"}) == "1| b2\nexit 0\n");
    CHECK(project.transcript({"current", "-v"}) ==
          R"(1| Current revision(s) for postgresql://postgres:***@127.0.0.1:<port>/<database>:
1| Rev: b2
1| Parent: a1
1| Create Date: 2025-10-03 23:15:00+00:00
1| Path: <project>/migrations/b2.sql
1|
1|     Make b2
1|
exit 0
)");
    CHECK(project.transcript({"current", "--format", "json"}) == R"(1| [
1|   {
1|     "revision": "b2",
1|     "down_revisions": [
1|       "a1"
1|     ],
1|     "depends_on": [],
1|     "branch_labels": [],
1|     "message": "Make b2",
1|     "create_date": "2025-10-03 23:15:00+00:00",
1|     "path": "migrations/b2.sql",
1|     "is_head": false,
1|     "is_branchpoint": false,
1|     "is_mergepoint": false,
1|     "is_half_done": false
1|   }
1| ]
exit 0
)");
    REQUIRE(project.headstart({"upgrade", "head"}).status == 0);
    CHECK(project.transcript({"current"}) == "1| c3 (head)\nexit 0\n");
    CHECK(project.transcript({"current", "--check-heads"}) == "1| c3 (head)\nexit 0\n");
}

TEST_CASE("history lists the revisions newest first and needs no database") {
    LinearProject project;
    project.environment["DATABASE_URL"] = "postgresql://nobody@127.0.0.1:1/none";
    CHECK(project.transcript({"history"}) == R"(1| b2 -> c3 (head), Make c3
1| a1 -> b2, Make b2
1| <base> -> a1, Make a1
exit 0
)");
    CHECK(project.transcript({"history", "-r", "a1:b2"}) == R"(1| a1 -> b2, Make b2
1| <base> -> a1, Make a1
exit 0
)");
    CHECK(project.transcript({"history", "-r", "b2:"}) == R"(1| b2 -> c3 (head), Make c3
1| a1 -> b2, Make b2
exit 0
)");
    CHECK(project.transcript({"history", "-r", ":b2", "-v"}) == R"(1| Rev: b2
1| Parent: a1
1| Create Date: 2025-10-03 23:15:00+00:00
1| Path: <project>/migrations/b2.sql
1|
1|     Make b2
1|
1| Rev: a1
1| Parent: <base>
1| Create Date: 2025-10-03 23:15:00+00:00
1| Path: <project>/migrations/a1.sql
1|
1|     Make a1
1|
exit 0
)");
    CHECK(project.transcript({"history", "-r", "a1"}) ==
          R"(2| error[HS0111]: History range requires [start]:[end], [start]:, or :[end]
2| hint: for example base:head, or -3:current
exit 2
)");
}

TEST_CASE("history marks what the database is at") {
    LinearProject project;
    REQUIRE(project.headstart({"upgrade", "b2"}).status == 0);
    const auto lines =
        project.headstart({"history", "-i"}).out; // test_journal_shown.cpp has the rest of each
    CHECK(lines.starts_with("b2 -> c3 (head), Make c3 "));
    CHECK(lines.find("\na1 -> b2 (current), Make b2 ") != std::string::npos);
    CHECK(lines.find("\n<base> -> a1, Make a1 ") != std::string::npos);
    CHECK(project.transcript({"history", "-r", "current:"}) == R"(1| b2 -> c3 (head), Make c3
1| a1 -> b2, Make b2
exit 0
)");
}

TEST_CASE("history as JSON holds each revision in full") {
    LinearProject project;
    REQUIRE(project.headstart({"upgrade", "b2"}).status == 0);
    const auto json = nlohmann::json::parse(project.headstart({"history", "-i", "--format", "json"}).out);
    REQUIRE(json.size() == 3);
    CHECK(json[1] == nlohmann::json{{"revision", "b2"},
                                    {"down_revisions", {"a1"}},
                                    {"depends_on", nlohmann::json::array()},
                                    {"branch_labels", nlohmann::json::array()},
                                    {"message", "Make b2"},
                                    {"create_date", "2025-10-03 23:15:00+00:00"},
                                    {"path", "migrations/b2.sql"},
                                    {"is_head", false},
                                    {"is_branchpoint", false},
                                    {"is_mergepoint", false},
                                    {"is_current", true},
                                    {"is_half_done", false}});
    CHECK(json[0]["revision"] == "c3");
    CHECK(json[0]["is_head"] == true);
    CHECK(json[0]["is_current"] == false);
    CHECK(json[2]["down_revisions"] == nlohmann::json::array());
}

TEST_CASE("heads lists the newest revisions and needs no database") {
    LinearProject project;
    CHECK(project.transcript(Call{{"heads"}, {}, {"DATABASE_URL"}}) == "1| c3 (head)\nexit 0\n");
    project.migration("d4", "b2", "SELECT 1;");
    CHECK(project.transcript({"heads"}) == R"(1| c3 (head)
1| d4 (head)
exit 0
)");
    CHECK(project.transcript({"heads", "-v"}) == R"(1| Rev: c3 (head)
1| Parent: b2
1| Create Date: 2025-10-03 23:15:00+00:00
1| Path: <project>/migrations/c3.sql
1|
1|     Make c3
1|
1| Rev: d4 (head)
1| Parent: b2
1| Create Date: 2025-10-03 23:15:00+00:00
1| Path: <project>/migrations/d4.sql
1|
1|     Make d4
1|
exit 0
)");
}

TEST_CASE("status is one screen of text or one object of JSON") {
    LinearProject project;
    const auto server = project.database.text("SELECT current_setting('server_version_num')::int / 10000");
    const auto shown = [&] {
        auto text = project.transcript({"status"});
        const auto at = text.find("PostgreSQL ");
        text.replace(at, text.find('\n', at) - at, "PostgreSQL N");
        return text.substr(0, text.find("1|\n")); // the table: test_journal_shown.cpp
    };
    CHECK(shown() == R"(1| database  postgresql://postgres:***@127.0.0.1:<port>/<database>
1| server    PostgreSQL N
1| current   no version table
1| heads     c3
1| pending   3
)");
    REQUIRE(project.headstart({"upgrade", "+1"}).status == 0);
    CHECK(shown() == R"(1| database  postgresql://postgres:***@127.0.0.1:<port>/<database>
1| server    PostgreSQL N
1| current   a1
1| heads     c3
1| pending   2
)");
    const auto json = nlohmann::json::parse(project.headstart({"status", "--format", "json"}).out);
    CHECK(json["server_version"] == std::stoi(server));
    CHECK(json["has_version_table"] == true);
    CHECK(json["current"] == nlohmann::json{"a1"});
    CHECK(json["heads"] == nlohmann::json{"c3"});
    CHECK(json["pending"] == nlohmann::json({"b2", "c3"}));
    CHECK(json.dump().find(project.database.password()) == std::string::npos);
    REQUIRE(project.headstart({"upgrade", "head"}).status == 0);
    CHECK(shown() == R"(1| database  postgresql://postgres:***@127.0.0.1:<port>/<database>
1| server    PostgreSQL N
1| current   c3
1| heads     c3
1| pending   none
)");
}

TEST_CASE("status names what others have left, each with the SQL that ends it") {
    LinearProject project;
    project.database.execute("CREATE TABLE t (id int); INSERT INTO t VALUES (1), (1);"
                             " ALTER TABLE t ADD CONSTRAINT positive CHECK (id > 0) NOT VALID");
    CHECK_THROWS(Session(project.database.url()).query("CREATE UNIQUE INDEX CONCURRENTLY ix ON t (id)"));
    const auto json = nlohmann::json::parse(project.headstart({"status", "--format", "json"}).out);
    REQUIRE(json["left_over"].size() == 2);
    CHECK(json["left_over"][0]["what"] ==
          "constraint positive of t is NOT VALID: rows from before it are not checked");
    CHECK(json["left_over"][0]["ending"] == "ALTER TABLE t VALIDATE CONSTRAINT positive");
    const auto text = project.headstart({"status"}).out;
    for (const auto& one : json["left_over"]) { // what is to be typed works
        CHECK(text.find(one["what"].get<std::string>()) != std::string::npos);
        Session(project.database.url()).query(one["ending"].get<std::string>());
    }
    CHECK(nlohmann::json::parse(project.headstart({"status", "--format", "json"}).out)["left_over"].empty());
}

TEST_CASE("check is 5 while something is pending and 0 at head") {
    LinearProject project;
    const auto before = project.snapshot();
    CHECK(project.transcript({"check"}) == R"(2| error[HS0601]: 3 revisions are pending: a1, b2, c3
2| hint: run `headstart upgrade head`
exit 5
)");
    CHECK(project.transcript({"check", "--format", "json"}) == R"(1| {
1|   "ok": false,
1|   "heads": [
1|     "c3"
1|   ],
1|   "pending": [
1|     "a1",
1|     "b2",
1|     "c3"
1|   ],
1|   "not_adopted": null,
1|   "unknown": [],
1|   "half_done": [],
1|   "edited": [],
1|   "problems": []
1| }
exit 5
)");
    CHECK(project.snapshot() == before);
    REQUIRE(project.headstart({"upgrade", "head"}).status == 0);
    CHECK(project.transcript({"check"}) == R"(1| No pending revisions, one head.
exit 0
)");
    project.migration("d4", "b2", "SELECT 1;");
    CHECK(project.transcript({"check"}) == R"(2| error[HS0108]: there are 2 heads: c3, d4
2| note: c3, migrations/c3.sql, 2025-10-03 23:15:00+00:00: Make c3
2| note: d4, migrations/d4.sql, 2025-10-03 23:15:00+00:00: Make d4
2| hint: headstart merge -m "merge heads" c3 d4
2| error[HS0601]: 1 revision is pending: d4
2| hint: run `headstart upgrade heads`
exit 5
)");
}

TEST_CASE("an unknown format is refused by every reading command") {
    LinearProject project;
    const std::string command = GENERATE("current", "history", "heads", "status", "check");
    const std::string formats = command == "history" ? "text, json, mermaid and dot" : "text and json";
    CHECK(project.transcript({command, "--format", "yaml"}) ==
          "2| error[HS0001]: unknown format \"yaml\"\n2| hint: the formats are " + formats + "\nexit 2\n");
}
