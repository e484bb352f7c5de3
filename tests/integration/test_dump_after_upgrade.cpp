#include "integration/linear.hpp"
#include "support/catch.hpp"
#include "support/file_times.hpp"

#include <fstream>
#include <sstream>

using namespace headstart::test;
using Catch::Matchers::ContainsSubstring;

namespace {

struct DumpedProject : LinearProject {
    DumpedProject() {
        environment["HEADSTART_DUMP_AFTER_UPGRADE"] = "db/schema.sql";
        database.open_public();
    }

    [[nodiscard]] std::filesystem::path file() const { return folder.path() / "db/schema.sql"; }

    [[nodiscard]] std::string dumped() const {
        std::ostringstream text;
        text << std::ifstream(file()).rdbuf();
        return text.str();
    }
};

} // namespace

TEST_CASE("dump after upgrade: the file follows the database up and down") {
    DumpedProject project;
    CHECK_THAT(project.headstart({"upgrade", "b2"}).err,
               ContainsSubstring("the schema is written to db/schema.sql\n"));
    CHECK(project.dumped() ==
          "CREATE TABLE a (\n    id integer\n);\n\nCREATE TABLE b (\n    id integer\n);\n");
    CHECK(project.dumped() == project.headstart({"dump"}).out);
    CHECK(project.headstart({"downgrade", "-1"}).status == 0);
    CHECK(project.dumped() == "CREATE TABLE a (\n    id integer\n);\n");
}

TEST_CASE("dump after upgrade: a file that says so already is not touched, one that is missing is written") {
    DumpedProject project;
    CHECK(project.headstart({"upgrade", "a1"}).status == 0);
    const auto written = std::filesystem::last_write_time(project.file());
    project.migration("b2", "a1", "SELECT 1;", "");
    const auto again = project.headstart({"upgrade", "b2"});
    CHECK_THAT(again.err, !ContainsSubstring("the schema is written"));
    CHECK(std::filesystem::last_write_time(project.file()) == written);
    std::filesystem::remove(project.file());
    CHECK(project.headstart({"upgrade", "b2"}).status == 0);
    CHECK(project.dumped() == "CREATE TABLE a (\n    id integer\n);\n");
}

TEST_CASE("dump after upgrade: not where nothing is run, nor by an entrypoint, nor where that is asked for") {
    DumpedProject project;
    CHECK(project.headstart({"upgrade", "head", "--dry-run"}).status == 0);
    CHECK(project.headstart({"upgrade", "head", "--sql"}).status == 0);
    CHECK(project.headstart({"upgrade", "a1", "--no-dump"}).status == 0);
    CHECK(project.headstart({"run", "--", "true"}).status == 0);
    CHECK(project.headstart({"stamp", "b2"}).status == 0);
    CHECK(!std::filesystem::exists(project.file()));
}

TEST_CASE("dump after upgrade: what goes wrong is a warning") {
    DumpedProject project;
    project.folder.write("db", "a file");
    const auto outcome = project.headstart({"upgrade", "a1"});
    CHECK(outcome.status == 0);
    CHECK_THAT(outcome.err, ContainsSubstring("the schema is not written to db/schema.sql: Not a directory"));
    const auto poor = project.database.role("poor");
    project.database.execute("GRANT ALL ON SCHEMA public TO " + poor +
                             "; GRANT ALL ON alembic_version, headstart_journal TO " + poor);
    Call call{{"upgrade", "b2"}};
    call.variables["DATABASE_URL"] = project.database.url_as(poor, "secret");
    call.variables["HEADSTART_TRUSTED_RELATIONS"] = "public.alembic_version,public.headstart_journal";
    const auto refused = project.headstart(call);
    CHECK_THAT(
        refused.err,
        ContainsSubstring("the schema is not written to db/schema.sql: no scratch database can be made"));
    CHECK(refused.status == 0);
}

TEST_CASE("dump after upgrade: the declared schema is not written over") {
    DumpedProject project;
    project.folder.write("db/schema.sql", "CREATE TABLE a (id int); -- ours\n");
    project.environment["HEADSTART_SCHEMA"] = "db/schema.sql";
    const auto outcome = project.headstart({"upgrade", "a1"});
    CHECK(outcome.status == 0);
    CHECK_THAT(outcome.err, ContainsSubstring("is the declared schema, and is not written over"));
    CHECK(project.dumped() == "CREATE TABLE a (id int); -- ours\n");
}
