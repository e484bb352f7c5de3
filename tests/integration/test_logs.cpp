#include "integration/linear.hpp"
#include "support/catch.hpp"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <regex>
#include <sstream>

using namespace headstart::test;

namespace {

/// Every line must be an object with a time in UTC, a level and a message; the time is taken out.
std::vector<nlohmann::json> records(const std::string& text) {
    static const std::regex utc(R"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)");
    std::vector<nlohmann::json> records;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        auto record = nlohmann::json::parse(line);
        CHECK(std::regex_match(record.at("time").get<std::string>(), utc));
        CHECK(record.at("level").is_string());
        CHECK(record.at("message").is_string());
        record.erase("time");
        records.push_back(std::move(record));
    }
    return records;
}

} // namespace

TEST_CASE("JSON logs are one object a line with named values") {
    LinearProject project;
    const auto outcome = project.headstart({"upgrade", "+1", "--log-format", "json"});
    CHECK(outcome.status == 0);
    CHECK(outcome.out == "");
    const auto lines = records(outcome.err);
    REQUIRE(lines.size() == 3);
    CHECK(lines[0] == nlohmann::json{{"level", "info"},
                                     {"message", "Running upgrade  -> a1, Make a1"},
                                     {"event", "upgrade"},
                                     {"revision", "a1"},
                                     {"direction", "up"},
                                     {"statements", 1},
                                     {"file", "migrations/a1.sql"}});
    CHECK(lines[1]["event"] == "revision_done");
    CHECK(lines[1]["revision"] == "a1");
    CHECK(lines[1]["direction"] == "up");
    CHECK(lines[1]["statements"] == 1);
    CHECK(lines[1]["duration_ms"].is_number_integer());
    CHECK(lines[2]["event"] == "applied");
    CHECK(lines[2]["revisions"] == 1);
    CHECK(lines[2]["duration_ms"].is_number_integer());
}

TEST_CASE("an error is an object too, with its place and the server's words") {
    Project project;
    project.migration("a1", "", "SELECT 1;\nINSERT INTO nowhere VALUES (1);");
    const auto outcome = project.headstart({"upgrade", "--log-format=json"});
    CHECK(outcome.status == 1);
    const auto lines = records(outcome.err);
    REQUIRE(lines.size() == 2);
    CHECK(lines[1].dump(1) == R"TEXT({
 "code": "HS0401",
 "column": 13,
 "direction": "up",
 "event": "failed",
 "exit_code": 1,
 "file": "migrations/a1.sql",
 "level": "error",
 "line": 9,
 "message": "relation \"nowhere\" does not exist",
 "notes": [
  "no other revision was applied in this run"
 ],
 "revision": "a1",
 "sqlstate": "42P01",
 "statement": 2,
 "statements": 2,
 "while": [
  "applying revision a1 (up)"
 ]
})TEXT");
}

TEST_CASE("the log level decides what is written") {
    LinearProject project;
    CHECK(project.transcript({"upgrade", "+1", "--log-level", "warning"}) == "exit 0\n");
    CHECK(project.transcript({"upgrade", "nope", "--log-level", "off"}) == "exit 2\n");
    CHECK(project.headstart({"upgrade", "nope", "--log-level", "error"}).err.find("error[HS0106]") == 0);
}

TEST_CASE("what a migration raises as a notice reaches the log, and debug stays out of it") {
    Project project;
    project.migration("a1", "", "DO $$ BEGIN RAISE NOTICE 'moved % rows', 7; RAISE WARNING 'slow'; END $$;");
    CHECK(project.transcript({"upgrade"}) == R"(2| info: Running upgrade  -> a1, Make a1
2| info: the server says: moved 7 rows
2| warning: the server says: slow
2| info: 1 revision applied in <time>
exit 0
)");
}

TEST_CASE("what is wrong before the settings are read is a record too, where the format can be known") {
    Project project;
    for (const auto& call :
         {Call{{"--log-format", "json", "nope"}}, Call{{"upgrade", "--log-format=JSON", "--nope"}},
          Call{{"--log-format=json"}},
          Call{{"upgrade", "-c", "/nonexistent"}, {{"HEADSTART_LOG_FORMAT", " \"json\"\n"}}}}) {
        const auto outcome = project.headstart(Call(call));
        INFO(outcome.err);
        CHECK(outcome.status == 2);
        CHECK(outcome.out == "");
        CHECK(records(outcome.err).size() == 1);
    }
}

TEST_CASE("a password file that is not used is told by us, and not by libpq") {
    Project project;
    project.folder.write("pgpass", "*:*:*:*:secret\n");
    std::filesystem::permissions(project.folder.path() / "pgpass", std::filesystem::perms(0644));
    project.environment["PGPASSFILE"] = "pgpass";
    project.environment["DATABASE_URL"] =
        "postgresql://nobody@" + project.database.host() + ":" + project.database.port() + "/postgres";
    const auto outcome = project.headstart({"status", "--log-format", "json"});
    const auto lines = records(outcome.err);
    REQUIRE(lines.size() == 2);
    CHECK(lines[0]["message"] ==
          "the password file pgpass can be read by others, and is not used: chmod 0600 pgpass");
    CHECK(lines[1]["code"] == "HS0302");
}

TEST_CASE("libpq's variables are cleaned for us, and not for the application") {
    LinearProject project;
    const auto& database = project.database;
    Call call{{"run", "--", "sh", "-c", "printf '%s|' \"$PGHOST\" \"$PGPASSWORD\""},
              {{"PGHOST", " \"" + database.host() + "\""},
               {"PGPORT", database.port() + "\r"},
               {"PGUSER", database.user()},
               {"PGPASSWORD", database.password() + "\r\n"},
               {"PGDATABASE", "\xEF\xBB\xBF" + database.name()}},
              {"DATABASE_URL"}};
    const auto outcome = project.headstart(std::move(call));
    INFO(outcome.err);
    CHECK(outcome.status == 0);
    CHECK(outcome.out == " \"" + database.host() + "\"|" + database.password() + "\r\n|");
}
