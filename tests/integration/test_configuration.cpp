#include "integration/linear.hpp"
#include "support/catch.hpp"

using namespace headstart::test;

namespace {

/// A project with four folders of one revision each, named after the source that shall point at it.
struct Sources : Project {
    Sources() {
        environment.erase("HEADSTART_DIR");
        for (const std::string name : {"flag", "environment", "dotenv", "toml", "migrations"}) {
            folder.write(name + "/x.sql",
                         "-- x\n--\n-- Revision ID: " + name + "\n\n-- migrate:up\nSELECT 1;\n");
        }
    }
};

} // namespace

TEST_CASE("flag beats environment beats .env beats headstart.toml beats the default") {
    Sources project;
    CHECK(project.headstart({"heads"}).out == "migrations (head)\n");
    project.folder.write("headstart.toml", "dir = \"toml\"\n");
    CHECK(project.headstart({"heads"}).out == "toml (head)\n");
    project.folder.write(".env", "HEADSTART_DIR=dotenv\n");
    CHECK(project.headstart({"heads"}).out == "dotenv (head)\n");
    project.environment["HEADSTART_DIR"] = "environment";
    CHECK(project.headstart({"heads"}).out == "environment (head)\n");
    CHECK(project.headstart({"heads", "--dir", "flag"}).out == "flag (head)\n");
}

TEST_CASE("Alembic's script_location means the folder") {
    Sources project;
    project.folder.write("headstart.toml", "script_location = \"toml\"\n");
    CHECK(project.headstart({"heads"}).out == "toml (head)\n");
}

TEST_CASE("headstart.toml and .env may have other names") {
    Sources project;
    project.folder.write("config/other.toml", "dir = \"../toml\"\n"); // from where it stands
    CHECK(project.headstart({"heads", "--config", "config/other.toml"}).out == "toml (head)\n");
    project.folder.write("config/dev.env", "export HEADSTART_DIR='dotenv' # comment\n");
    CHECK(project.headstart({"heads", "--env-file", "config/dev.env"}).out == "dotenv (head)\n");
}

TEST_CASE("a configuration that cannot be read is explained by file and line") {
    LinearProject project;
    CHECK(project.transcript({"heads", "-c", "none.toml"}) ==
          R"(2| error[HS0003]: the configuration file none.toml cannot be read: No such file or directory
2| hint: correct --config or HEADSTART_CONFIG
exit 2
)");
    project.folder.write("headstart.toml", "dir = \"migrations\"\nlock_timout = \"3s\"\n");
    CHECK(project.transcript({"heads"}) ==
          R"(2| headstart.toml:2:1: error[HS0003]: there is no setting "lock_timout"
2|     2 | lock_timout = "3s"
2|       | ^~~~~~~~~~~
2| hint: did you mean "lock_timeout"?
exit 2
)");
    project.folder.write("headstart.toml", "lock_timeout = \"soon\"\n");
    CHECK(
        project.transcript({"heads"}) ==
        R"(2| headstart.toml:1:16: error[HS0002]: lock_timeout = "soon" (from headstart.toml:1) is not a duration
2|     1 | lock_timeout = "soon"
2|       |                ^~~~~~
2| hint: write seconds, or a number with a unit: 30, 500ms, 30s, 5m, 1h
exit 2
)");
    project.folder.write("headstart.toml", "dir = \n");
    // The words behind the colon are the library's, and differ between its releases.
    CHECK(project.transcript({"heads"}).starts_with(
        "2| headstart.toml:1:7: error[HS0003]: this is not TOML: "));
    std::filesystem::remove(project.folder.path() / "headstart.toml");
    CHECK(project.transcript(Call{{"heads"}, {{"HEADSTART_LOCK_TIMEOUT", "-1"}}}) ==
          R"(2| error[HS0002]: lock_timeout = "-1" (from HEADSTART_LOCK_TIMEOUT) is not a duration
2| hint: write seconds, or a number with a unit: 30, 500ms, 30s, 5m, 1h
exit 2
)");
}

TEST_CASE("the version table may have another name and schema, and the journal goes beside it") {
    LinearProject project;
    project.database.execute("CREATE SCHEMA app");
    project.folder.write("headstart.toml", "version_table = \"versions\"\nversion_table_schema = \"app\"\n");
    CHECK(project.headstart({"upgrade", "head"}).status == 0);
    CHECK(project.database.text("SELECT version_num FROM app.versions") == "c3");
    CHECK(project.database.text("SELECT count(*) FROM app.headstart_journal") == "3");
    CHECK(project.version() == "no table");
    CHECK(project.headstart({"current"}).out == "c3 (head)\n");
}

TEST_CASE("a .env beside the application names the database, but never against the environment") {
    LinearProject project;
    const auto url = project.database.url();
    project.environment.erase("DATABASE_URL");
    project.folder.write(".env", "DATABASE_URL=\"" + url + "\"\n");
    CHECK(project.headstart({"upgrade", "head"}).status == 0);
    CHECK(project.version() == "c3");
    project.environment["DATABASE_URL"] = "postgresql://nobody@127.0.0.1:1/none";
    CHECK(project.headstart({"current"}).status == 3);
}
