#include "integration/linear.hpp"
#include "support/catch.hpp"

#include <nlohmann/json.hpp>

using namespace headstart::test;

TEST_CASE("a database with tables but no version table is asked about, not touched") {
    LinearProject project;
    project.database.execute("CREATE TABLE users (id int); CREATE TABLE a (id int)");
    const auto before = project.snapshot();
    CHECK(
        project.transcript({"upgrade", "head"}) ==
        R"(2| error[HS0408]: the database holds tables but no version table, so it is unknown which revisions it has
2| note: tables found: a, users
2| hint: `headstart stamp REVISION` (or `stamp head`) if the tables are those of a revision; `headstart stamp base` if none of the revisions has been applied. Then run it again
exit 1
)");
    CHECK(project.headstart({"run", "--", "/bin/echo", "started"}).status == 1);
    CHECK(project.snapshot() == before);
}

TEST_CASE("a database whose tables are none of the revisions' goes on after stamp base") {
    LinearProject project;
    project.database.execute("CREATE TABLE users (id int)");
    REQUIRE(project.headstart({"stamp", "base"}).status == 0);
    CHECK(project.headstart({"upgrade", "head"}).status == 0);
    CHECK(project.version() == "c3");
    CHECK(project.tables() == "a b c");
}

TEST_CASE("tables of another schema are no question") {
    LinearProject project;
    project.database.execute("CREATE SCHEMA other; CREATE TABLE other.users (id int)");
    CHECK(project.headstart({"upgrade", "head"}).status == 0);
    CHECK(project.version() == "c3");
}

TEST_CASE("check and status tell of what upgrade would refuse, and give no advice that it would not follow") {
    LinearProject project;
    project.database.execute("CREATE TABLE users (id int); CREATE SCHEMA other;"
                             "CREATE TABLE other.alembic_version (version_num varchar(32) NOT NULL);"
                             "CREATE TABLE schema_migrations (version bigint, dirty boolean)");
    const std::string notes[] = {
        "tables found: schema_migrations, users",
        "a version table is at other.alembic_version: if it is this application's, name it "
        "(--version-table-schema other, or in headstart.toml)",
        "public.schema_migrations is the history of golang-migrate: what it has applied is there already"};
    const std::string hint =
        "name the version table if it is one of those found; else `headstart stamp REVISION` (or `stamp "
        "head`) if the tables are those of a revision; `headstart stamp base` if none of the revisions has "
        "been applied. Then run it again";
    CHECK(project.transcript({"check"}) ==
          "2| error[HS0408]: the database holds tables but no version table, so it is unknown which "
          "revisions it has\n2| note: " +
              notes[0] + "\n2| note: " + notes[1] + "\n2| note: " + notes[2] + "\n2| hint: " + hint +
              "\nexit 5\n");
    const auto status = project.headstart({"status"}).out;
    CHECK(status.find("adopted   no: the database holds tables but no version table, so it is unknown which "
                      "revisions it has\n          " +
                      notes[0] + "\n          " + notes[1] + "\n          " + notes[2] + "\n          " +
                      hint + "\n") != std::string::npos);
    for (const auto* command : {"check", "status"}) {
        const auto json = nlohmann::json::parse(project.headstart({command, "--format", "json"}).out);
        CHECK(json["not_adopted"]["code"] == "HS0408");
        CHECK(json["not_adopted"]["notes"] == nlohmann::json(notes));
    }
    REQUIRE(project.headstart({"stamp", "base"}).status == 0);
    for (const auto* command : {"check", "status"}) {
        const auto json = nlohmann::json::parse(project.headstart({command, "--format", "json"}).out);
        CHECK(json["not_adopted"].is_null());
    }
}
