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
2| hint: `headstart stamp REVISION` (or `stamp head`) if the tables are those of a revision; `headstart stamp base` if none of the revisions has been applied, or HEADSTART_ADOPT_AS=base where each new database comes with such tables. Then run it again
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
        "name the version table if it is one of those found; else take over what golang-migrate has: "
        "`headstart import golang-migrate` makes revisions of its files, `headstart stamp --from "
        "golang-migrate` says which of them are applied; else `headstart stamp REVISION` (or `stamp "
        "head`) if the tables are those of a revision; `headstart stamp base` if none of the revisions has "
        "been applied, or HEADSTART_ADOPT_AS=base where each new database comes with such tables. Then run "
        "it "
        "again";
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

TEST_CASE("a database with tables is taken for what adopt_as says, under each command that migrates") {
    struct Case {
        std::string adopt_as;
        std::string tables; ///< of the migrations, afterwards
    };

    const std::vector<Case> cases{{"base", "a b c"}, {"b2", "c"}, {"head", ""}};
    for (const auto& one : cases) {
        for (const auto& command : {std::vector<std::string>{"upgrade", "head"},
                                    std::vector<std::string>{"run", "--", "/bin/true"}}) {
            INFO(one.adopt_as << " " << command.front());
            LinearProject project;
            project.database.execute("CREATE TABLE helper (id int)");
            const Call call{.arguments = command, .variables = {{"HEADSTART_ADOPT_AS", one.adopt_as}}};
            const auto outcome = project.headstart(call);
            INFO(outcome.err);
            CHECK(outcome.status == 0);
            CHECK(outcome.err.find("the database holds tables and no version table: it is taken for " +
                                   one.adopt_as) != std::string::npos);
            CHECK(project.version() == "c3");
            CHECK(project.tables() == one.tables);
            const auto again = project.headstart(call);
            CHECK(again.status == 0);
            CHECK(again.err.find("taken for") == std::string::npos);
        }
    }
}

TEST_CASE("adopt_as that is no revision is refused, and one where there is a version table does nothing") {
    LinearProject project;
    project.database.execute("CREATE TABLE helper (id int)");
    const auto before = project.snapshot();
    const Call wrong{.arguments = {"upgrade", "head"}, .variables = {{"HEADSTART_ADOPT_AS", "zz9"}}};
    const auto refused = project.headstart(wrong);
    CHECK(refused.status == 2);
    CHECK(refused.err.find("reading adopt_as = \"zz9\"") != std::string::npos);
    CHECK(project.snapshot() == before);
    const auto planned = project.headstart(
        {.arguments = {"upgrade", "head", "--dry-run"}, .variables = {{"HEADSTART_ADOPT_AS", "b2"}}});
    CHECK(planned.status == 0);
    CHECK(planned.out.find("b2 -> c3") != std::string::npos);
    CHECK(planned.out.find("-> a1") == std::string::npos);
    CHECK(project.snapshot() == before);
    REQUIRE(project.headstart({"stamp", "a1"}).status == 0);
    CHECK(project.headstart(wrong).status == 0);
    CHECK(project.tables() == "b c");
}
