/// How long an id may be is the version table's to say.

#include "support/catch.hpp"
#include "support/project.hpp"

using namespace headstart::test;

namespace {

const std::string k_long = "0009_accounts_public_channel_model_added"; // 40 characters

void write_history(Project& project) {
    project.migration("a1", "", "CREATE TABLE a (id int);", "DROP TABLE a;");
    project.migration(k_long, "a1", "CREATE TABLE b (id int);", "DROP TABLE b;");
}

std::string width_of(Project& project) {
    return project.database.text("SELECT format_type(atttypid, atttypmod) FROM pg_attribute"
                                 " WHERE attrelid = 'alembic_version'::regclass AND attname = 'version_num'");
}

} // namespace

TEST_CASE("a version table is made as wide as the folder needs, and no wider without need") {
    Project usual;
    usual.migration("a1", "", "CREATE TABLE a (id int);");
    REQUIRE(usual.headstart({"upgrade"}).status == 0);
    CHECK(width_of(usual) == "character varying(32)");

    Project wide;
    write_history(wide);
    REQUIRE(wide.headstart({"upgrade"}).status == 0);
    CHECK(wide.version() == k_long);
    CHECK(width_of(wide) == "character varying(255)");
    CHECK(wide.headstart({"downgrade", "base"}).status == 0);
}

TEST_CASE("an id goes into whatever column is wide enough for it") {
    for (const std::string type : {"varchar(255)", "varchar(40)", "text", "varchar"}) {
        INFO(type);
        Project project;
        write_history(project);
        project.database.execute("CREATE TABLE alembic_version (version_num " + type + " PRIMARY KEY)");
        CHECK(project.headstart({"upgrade"}).status == 0);
        CHECK(project.version() == k_long);
        CHECK(project.headstart({"upgrade"}).status == 0);
    }
    Project project;
    write_history(project);
    project.database.execute("CREATE DOMAIN narrow AS varchar(39); CREATE DOMAIN id AS narrow;"
                             "CREATE TABLE alembic_version (version_num id PRIMARY KEY)");
    project.environment["HEADSTART_TRUSTED_RELATIONS"] = "alembic_version";
    CHECK_THAT(
        project.headstart({"upgrade"}).err,
        Catch::Matchers::ContainsSubstring(" has 40 characters, and public.alembic_version holds 39\n"));
}

TEST_CASE("a column that is too narrow is told before anything runs, with what to type") {
    Project project;
    write_history(project);
    project.database.execute("CREATE TABLE alembic_version (version_num varchar(32) PRIMARY KEY)");
    const std::string refusal =
        "2| error[HS0413]: revision 0009_accounts_public_channel_model_added has 40 characters, and "
        "public.alembic_version holds 32\n"
        "2| note: nothing has been executed\n"
        "2| hint: ALTER TABLE public.alembic_version ALTER COLUMN version_num TYPE varchar(255); or give the "
        "file a "
        "shorter 'Revision ID'\n"
        "exit 2\n";
    CHECK(project.transcript({"upgrade"}) == refusal);
    CHECK(project.transcript({"run", "--", "/bin/echo", "started"}) == refusal);
    CHECK(project.transcript({"stamp", "head"}) == refusal);
    CHECK(project.version() == "");
    // What fits is applied, and what is typed helps.
    CHECK(project.headstart({"upgrade", "a1"}).status == 0);
    project.database.execute("ALTER TABLE public.alembic_version ALTER COLUMN version_num TYPE varchar(255)");
    CHECK(project.headstart({"upgrade"}).status == 0);
}

TEST_CASE("a version table's name has a length that the server keeps") {
    Project project;
    project.migration("a1", "", "CREATE TABLE a (id int);");
    const std::string longest(63, 'v');
    CHECK(project.headstart({"upgrade", "--version-table", longest}).status == 0);
    CHECK(project.headstart({"upgrade", "--version-table", longest}).status == 0);
    CHECK(project.database.text("SELECT version_num FROM " + longest) == "a1");
    CHECK(project.transcript({"upgrade", "--version-table", longest + "v"}) ==
          "2| error[HS0002]: version_table has 64 bytes, and a name in PostgreSQL at most 63\n"
          "2| hint: choose a shorter name\n"
          "exit 2\n");
}
