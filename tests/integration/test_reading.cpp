#include "integration/linear.hpp"
#include "support/catch.hpp"

#include <nlohmann/json.hpp>

using namespace headstart::test;

TEST_CASE("current of an empty database says nothing and creates nothing") {
    LinearProject project;
    const auto before = project.snapshot();
    CHECK(project.transcript({"current"}) == "exit 0\n");
    CHECK(project.transcript({"current", "--format", "json"}) == "1| []\nexit 0\n");
    CHECK(project.transcript({"current", "--check-heads"}) == R"(?)");
    CHECK(project.snapshot() == before);
}

TEST_CASE("current shows where the database is, short, long and as JSON") {
    LinearProject project;
    REQUIRE(project.headstart({"upgrade", "b2"}).status == 0);
    CHECK(project.transcript({"current"}) == "1| b2\nexit 0\n");
    CHECK(project.transcript({"current", "-v"}) == R"(?)");
    CHECK(project.transcript({"current", "--format", "json"}) == R"(?)");
    REQUIRE(project.headstart({"upgrade", "head"}).status == 0);
    CHECK(project.transcript({"current"}) == "1| c3 (head)\nexit 0\n");
    CHECK(project.transcript({"current", "--check-heads"}) == "1| c3 (head)\nexit 0\n");
}

TEST_CASE("history lists the revisions newest first and needs no database") {
    LinearProject project;
    project.environment["DATABASE_URL"] = "postgresql://nobody@127.0.0.1:1/none";
    CHECK(project.transcript({"history"}) == R"(?)");
    CHECK(project.transcript({"history", "-r", "a1:b2"}) == R"(?)");
    CHECK(project.transcript({"history", "-r", "b2:"}) == R"(?)");
    CHECK(project.transcript({"history", "-r", ":b2", "-v"}) == R"(?)");
    CHECK(project.transcript({"history", "-r", "a1"}) == R"(?)");
}

TEST_CASE("history marks what the database is at") {
    LinearProject project;
    REQUIRE(project.headstart({"upgrade", "b2"}).status == 0);
    CHECK(project.transcript({"history", "-i"}) == R"(?)");
    CHECK(project.transcript({"history", "-r", "current:"}) == R"(?)");
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
                                    {"is_current", true}});
    CHECK(json[0]["revision"] == "c3");
    CHECK(json[0]["is_head"] == true);
    CHECK(json[0]["is_current"] == false);
    CHECK(json[2]["down_revisions"] == nlohmann::json::array());
}

TEST_CASE("heads lists the newest revisions and needs no database") {
    LinearProject project;
    CHECK(project.transcript(Call{{"heads"}, {}, {"DATABASE_URL"}}) == "1| c3 (head)\nexit 0\n");
    project.migration("d4", "b2", "SELECT 1;");
    CHECK(project.transcript({"heads"}) == R"(?)");
    CHECK(project.transcript({"heads", "-v"}) == R"(?)");
}

TEST_CASE("status is one screen of text or one object of JSON") {
    LinearProject project;
    const auto server = project.database.text("SELECT current_setting('server_version_num')");
    const auto shown = [&] {
        auto text = project.transcript({"status"});
        const auto at = text.find("PostgreSQL ");
        return at == std::string::npos ? text : text.replace(at, text.find('\n', at) - at, "PostgreSQL N");
    };
    CHECK(shown() == R"(?)");
    REQUIRE(project.headstart({"upgrade", "+1"}).status == 0);
    CHECK(shown() == R"(?)");
    const auto json = nlohmann::json::parse(project.headstart({"status", "--format", "json"}).out);
    CHECK(json["server_version"] == std::stoi(server));
    CHECK(json["has_version_table"] == true);
    CHECK(json["current"] == nlohmann::json{"a1"});
    CHECK(json["heads"] == nlohmann::json{"c3"});
    CHECK(json["pending"] == nlohmann::json({"b2", "c3"}));
    CHECK(json.dump().find(project.database.password()) == std::string::npos);
    REQUIRE(project.headstart({"upgrade", "head"}).status == 0);
    CHECK(shown() == R"(?)");
}

TEST_CASE("check is 5 while something is pending and 0 at head") {
    LinearProject project;
    const auto before = project.snapshot();
    CHECK(project.transcript({"check"}) == R"(?)");
    CHECK(project.transcript({"check", "--format", "json"}) == R"(?)");
    CHECK(project.snapshot() == before);
    REQUIRE(project.headstart({"upgrade", "head"}).status == 0);
    CHECK(project.transcript({"check"}) == R"(?)");
    project.migration("d4", "b2", "SELECT 1;");
    CHECK(project.transcript({"check"}) == R"(?)");
}

TEST_CASE("an unknown format is refused by every reading command") {
    LinearProject project;
    const auto* const command = GENERATE("current", "history", "heads", "status", "check");
    CHECK(project.transcript({command, "--format", "yaml"}) == R"(?)");
}
