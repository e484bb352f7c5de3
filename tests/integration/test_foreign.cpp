/// A database that another history, another branch or a newer version of the folder has migrated.

#include "integration/linear.hpp"
#include "support/catch.hpp"

#include <nlohmann/json.hpp>

#include <filesystem>

using namespace headstart::test;
using nlohmann::json;

namespace {

void git(const Project& project, std::vector<std::string> arguments) {
    const std::vector<std::string> words{
        "git", "-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"};
    arguments.insert(arguments.begin(), words.begin(), words.end());
    auto environment = project.environment;
    environment["GIT_CONFIG_GLOBAL"] = "/dev/null";
    environment["GIT_CONFIG_NOSYSTEM"] = "1";
    const auto outcome = run({arguments, environment, project.folder.path()});
    INFO(outcome.err);
    REQUIRE(outcome.status == 0);
}

/// The database is at d4, which only the branch feature/phones has.
struct BranchedProject : LinearProject {
    BranchedProject() {
        git(*this, {"init", "-q", "-b", "main"});
        git(*this, {"add", "migrations"});
        git(*this, {"commit", "-q", "-m", "Begin"});
        git(*this, {"checkout", "-q", "-b", "feature/phones"});
        migration("d4", "b2", "CREATE TABLE d (id int);", "DROP TABLE d;");
        git(*this, {"add", "migrations"});
        git(*this, {"commit", "-q", "-m", "Add d4"});
        REQUIRE(headstart({"upgrade", "d4"}).status == 0);
        git(*this, {"checkout", "-q", "main"});
    }
};

const std::string k_branch = "note: git branch feature/phones has d4, in migrations/d4.sql\n";

} // namespace

TEST_CASE("status says first that a database is not this folder's, and what it lacks") {
    BranchedProject project;
    const auto shown = project.steady(project.headstart({"status"}).out);
    CHECK(shown.starts_with("lineage   foreign: it is not this folder's history that has migrated it\n"
                            "          d4: applied "));
    CHECK_THAT(shown, Catch::Matchers::ContainsSubstring("current   d4\n"
                                                         "heads     c3\n"
                                                         "pending   1\n\n"));
    CHECK_THAT(shown, Catch::Matchers::ContainsSubstring("\nd4 (current) (foreign), Make d4 "));
    CHECK_THAT(shown, Catch::Matchers::ContainsSubstring("\nc3 (head), Make c3 "));
    const auto status = json::parse(project.headstart({"status", "--format", "json"}).out);
    CHECK(status["lineage"] == "foreign");
    CHECK(status["unknown"] == json{"d4"});
    CHECK(status["pending"] == json{"c3"});
    CHECK(status["messages"] == json{{"c3", "Make c3"}});

    // Of one that nothing is known of, the whole folder is missing.
    project.database.execute("UPDATE alembic_version SET version_num = 'other'");
    CHECK(json::parse(project.headstart({"status", "--format", "json"}).out)["pending"] ==
          json{"a1", "b2", "c3"});
    std::filesystem::remove(project.folder.path() / "migrations/c3.sql");
    project.database.execute("UPDATE alembic_version SET version_num = 'd4'");
    const auto ahead = project.headstart({"status"}).out;
    CHECK(ahead.starts_with("lineage   ahead: a newer version of this folder has migrated it\n"));
    CHECK_THAT(ahead, Catch::Matchers::ContainsSubstring("pending   none\n\n"));
    CHECK_THAT(ahead, Catch::Matchers::ContainsSubstring("\nd4 (current) (ahead), Make d4 "));
}

TEST_CASE("a developer is told which git branch has the revision, and to downgrade there") {
    BranchedProject project;
    const auto upgrade = project.headstart_at_terminal({{"upgrade"}});
    CHECK(upgrade.status == 1);
    CHECK_THAT(upgrade.err,
               Catch::Matchers::ContainsSubstring(
                   k_branch + "hint: if another git branch of this code has migrated here: check that "
                              "out, `headstart downgrade` there to what both have, and come back; else "
                              "see whether it is the right database and the right folder. Only where "
                              "this folder's history is to take over: `headstart stamp --purge REVISION`\n"));
    for (const auto& arguments :
         {std::vector<std::string>{"check"}, {"validate"}, {"current"}, {"downgrade", "-1"}}) {
        INFO(arguments.front());
        CHECK_THAT(project.headstart_at_terminal({arguments}).err,
                   Catch::Matchers::ContainsSubstring(k_branch));
    }
    CHECK_THAT(project.headstart_at_terminal({{"status"}}).out,
               Catch::Matchers::ContainsSubstring(
                   "          git branch feature/phones has d4, in migrations/d4.sql\n"));
    // Neither in a log, nor where an application is to start.
    CHECK(project.headstart({"upgrade"}).err.find("git branch feature") == std::string::npos);
    CHECK(project.headstart_at_terminal({{"run", "--", "true"}}).err.find("git branch feature") ==
          std::string::npos);
    // An id is no pattern and no option.
    project.database.execute("UPDATE alembic_version SET version_num = '-x.*'");
    CHECK(project.headstart_at_terminal({{"upgrade"}}).err.find("git branch feature") == std::string::npos);
}

TEST_CASE("what else keeps a history in the database is named") {
    LinearProject project;
    project.database.execute(
        "CREATE TABLE shop (id int); CREATE SCHEMA ops; CREATE SCHEMA old;"
        "CREATE TABLE ops.alembic_version (version_num varchar(32) PRIMARY KEY);"
        "CREATE TABLE old.my_versions (version_num varchar(64));"
        "CREATE TABLE schema_migrations (version bigint, dirty boolean);"
        "CREATE TABLE ops.schema_migrations (version varchar);"
        "CREATE TABLE old.schema_migrations (version bigint, inserted_at timestamp);"
        "CREATE TABLE \"SequelizeMeta\" (name text); CREATE TABLE ops.migrations (id int, other text)");
    CHECK(
        project.transcript({"upgrade", "head"}) ==
        R"(2| error[HS0408]: the database holds tables but no version table, so it is unknown which revisions it has
2| note: tables found: SequelizeMeta, schema_migrations, shop
2| note: a version table is at old.my_versions: if it is this application's, name it (--version-table-schema old --version-table my_versions, or in headstart.toml)
2| note: old.schema_migrations is the history of Ecto: what it has applied is there already
2| note: a version table is at ops.alembic_version: if it is this application's, name it (--version-table-schema ops, or in headstart.toml)
2| note: ops.schema_migrations is the history of dbmate: what it has applied is there already
2| note: public.SequelizeMeta is the history of Sequelize: what it has applied is there already
2| note: public.schema_migrations is the history of golang-migrate: what it has applied is there already
2| hint: name the version table if it is one of those found; else take over what dbmate has: `headstart import dbmate` makes revisions of its files, `headstart stamp --from dbmate` says which of them are applied; else `headstart stamp REVISION` (or `stamp head`) if the tables are those of a revision; `headstart stamp base` if none of the revisions has been applied, or HEADSTART_ADOPT_AS=base where each new database comes with such tables. Then run it again
exit 1
)");
}

TEST_CASE("an upgrade that has nothing to do says whose word that is, and what was edited") {
    LinearProject project;
    auto& database = project.database;
    REQUIRE(project.headstart({"upgrade"}).status == 0);
    project.migration("b2", "a1", "CREATE TABLE b (id bigint);", "DROP TABLE b;");
    const std::string edited = "2| warning: 1 applied revision was edited since: b2 (migrations/b2.sql); "
                               "`headstart validate` says more\n";
    const std::string nothing = "2| info: nothing to do: the database is there already\nexit 0\n";
    CHECK(project.transcript({"upgrade"}) == edited + nothing);
    CHECK(project.transcript({"run"}) == "2| info: the database is at head already\nexit 0\n");

    const auto stranger = database.role("stranger");
    const auto reader = database.role("reader");
    database.execute("ALTER TABLE alembic_version OWNER TO " + stranger +
                     "; GRANT SELECT ON alembic_version TO " + reader);
    project.environment["DATABASE_URL"] = database.url_as(reader, "secret");
    CHECK_THAT(
        project.headstart({"upgrade"}).err,
        Catch::Matchers::ContainsSubstring(
            "warning public.alembic_version belongs to " + stranger +
            ", a role whose rights this one does not have: what the database is at is that role's word\n"));
    database.execute("REASSIGN OWNED BY " + stranger + " TO postgres; DROP OWNED BY " + reader);
}

TEST_CASE("an up without SQL that is applied is warned of, unless it is a merge") {
    Project project;
    project.migration("a1", "", "-- to be written");
    project.migration("b2", "a1", "CREATE TABLE b (id int);");
    project.migration("c3", "a1", "CREATE TABLE c (id int);");
    project.migration("d4", "b2, c3", "");
    CHECK(
        project.transcript({"upgrade"}) ==
        R"(2| warning: revision a1 has no SQL in its up section (migrations/a1.sql): it is recorded as applied, and changes nothing
2| info: Running upgrade  -> a1, Make a1
2| info: Running upgrade a1 -> c3, Make c3
2| info: Running upgrade a1 -> b2, Make b2
2| info: Running upgrade b2, c3 -> d4, Make d4
2| info: 4 revisions applied in <time>
exit 0
)");
}
