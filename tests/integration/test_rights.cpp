#include "support/catch.hpp"
#include "support/project.hpp"

/// An application's role that may read the version table, and nothing else of ours.
namespace headstart::test {

namespace {

struct ReadersProject : Project {
    ReadersProject()
        : reader(database.role("reader")) {
        migration("a1", "", "CREATE TABLE a (id int)");
        migration("a2", "a1", "CREATE TABLE b (id int)");
        REQUIRE(headstart({"upgrade"}).status == 0);
        database.execute("GRANT SELECT ON alembic_version TO " + reader);
        environment["DATABASE_URL"] = database.url_as(reader, "secret");
    }

    void roll_image_back() { std::filesystem::remove(folder.path() / "migrations/a2.sql"); }

    std::string reader;
};

const std::string k_taken_for_ahead = "the database is at a2, which this folder does not have; taken for "
                                      "ahead of this image, since this role may not "
                                      "read the journal, which would tell";
const std::string k_grant =
    "this role may not read the journal, which tells whether a newer image has migrated: GRANT "
    "SELECT ON headstart_journal to it";

} // namespace

TEST_CASE("who may read the version table alone does all that reads") {
    ReadersProject project;
    CHECK(project.transcript({"run", "--", "echo", "started"}) ==
          "1| started\n2| info: the database is at head already\n2| info: starting echo\nexit 0\n");
    CHECK(project.transcript({"wait", "--for", "head"}) == "exit 0\n");
    CHECK(project.transcript({"check"}) == "1| No pending revisions, one head.\n"
                                           "2| warning: edited and half-done migrations are not looked for: "
                                           "this role may not read the journal\nexit 0\n");
    CHECK(project.transcript({"current"}) == "1| a2 (head)\nexit 0\n");
    const auto status = project.headstart({"status"});
    CHECK(status.status == 0);
    CHECK(status.out.find("edited    unknown: this role may not read the journal\n") != std::string::npos);
}

TEST_CASE("an older image starts on a newer database with the rights to read the version table alone") {
    ReadersProject project;
    project.roll_image_back();
    CHECK(project.transcript({"run", "--", "echo", "started"}) ==
          "1| started\n2| warning: " + k_taken_for_ahead + "\n2| info: starting echo\nexit 0\n");
    CHECK(project.headstart({"wait", "--for", "a1"}).status == 0);
    const auto status = project.headstart({"status"});
    CHECK(status.status == 0);
    CHECK(status.out.starts_with("lineage   unknown: this role may not read the journal\n          " +
                                 k_grant + "\n"));
    CHECK(project.headstart({"check"}).status == 5);
    CHECK(project.transcript({"run", "--on-ahead", "refuse", "--", "echo", "started"}) ==
          "2| error[HS0403]: " + k_taken_for_ahead + "\n2| note: " + k_grant +
              "\n2| hint: use the newer image, or the git branch that has it; on_ahead = \"warn\" "
              "(HEADSTART_ON_AHEAD) lets `run` start the "
              "application "
              "all the same\nexit 1\n");
    // With it, all is known.
    project.database.execute("GRANT SELECT ON headstart_journal TO " + project.reader);
    CHECK(project.headstart({"status"}).out.find("lineage   ahead: ") != std::string::npos);
}

} // namespace headstart::test
