#include "integration/linear.hpp"
#include "support/catch.hpp"

using namespace headstart::test;

TEST_CASE("stamp moves the version and runs nothing") {
    LinearProject project;
    CHECK(project.transcript({"stamp", "head"}) == R"(?)");
    CHECK(project.state() == " | c3 | stamp c3 done");
    CHECK(project.transcript({"stamp", "a"}) == R"(?)");
    CHECK(project.version() == "a1");
    CHECK(project.transcript({"stamp", "base"}) == R"(?)");
    CHECK(project.version() == "");
    CHECK(project.tables() == "");
}

TEST_CASE("an adopted database goes on from where it was stamped") {
    LinearProject project;
    project.database.execute("CREATE TABLE a (id int); CREATE TABLE b (id int)");
    REQUIRE(project.headstart({"stamp", "b2"}).status == 0);
    CHECK(project.headstart({"upgrade", "head"}).status == 0);
    CHECK(project.state() == "a b c | c3 | stamp b2 done, up c3 done");
}

TEST_CASE("stamp to an unknown revision is refused and creates nothing") {
    LinearProject project;
    const auto before = project.snapshot();
    CHECK(project.transcript({"stamp", "nope"}) == R"(?)");
    CHECK(project.transcript({"stamp"}) == R"(?)");
    CHECK(project.snapshot() == before);
}

TEST_CASE("stamp --purge rescues a version table with a revision that nobody knows") {
    LinearProject project;
    REQUIRE(project.headstart({"upgrade", "head"}).status == 0);
    project.database.execute("UPDATE alembic_version SET version_num = 'deadbeef'");
    const auto before = project.snapshot();
    CHECK(project.transcript({"stamp", "head"}) == R"(?)");
    CHECK(project.snapshot() == before);
    CHECK(project.transcript({"stamp", "--purge", "head"}) == R"(?)");
    CHECK(project.version() == "c3");
}

TEST_CASE("ensure-version makes both tables once and leaves them alone after") {
    LinearProject project;
    CHECK(project.transcript({"ensure-version"}) == "exit 0\n");
    CHECK(project.state() == " |  | ");
    const auto before = project.snapshot();
    CHECK(project.transcript({"ensure-version"}) == "exit 0\n");
    CHECK(project.snapshot() == before);
}

TEST_CASE("Alembic's own version table is taken as it is") {
    LinearProject project;
    project.database.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, CONSTRAINT"
                             " alembic_version_pkc PRIMARY KEY (version_num)); INSERT INTO alembic_version"
                             " VALUES ('b2'); CREATE TABLE a (id int); CREATE TABLE b (id int)");
    CHECK(project.headstart({"upgrade", "head"}).status == 0);
    CHECK(project.state() == "a b c | c3 | up c3 done");
}
