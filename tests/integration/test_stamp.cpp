#include "integration/linear.hpp"
#include "support/catch.hpp"

using namespace headstart::test;

TEST_CASE("stamp moves the version and runs nothing") {
    LinearProject project;
    CHECK(project.transcript({"stamp", "head"}) == R"(2| info: Running stamp_revision  -> c3
2| info: stamped: base -> c3
exit 0
)");
    CHECK(project.state() == " | c3 | stamp c3 done");
    CHECK(project.transcript({"stamp", "a1"}) == R"(2| info: Running stamp_revision c3 -> a1
2| info: stamped: c3 -> a1
exit 0
)");
    CHECK(project.version() == "a1");
    CHECK(project.transcript({"stamp", "base"}) == R"(2| info: Running stamp_revision a1 -> 
2| info: stamped: a1 -> base
exit 0
)");
    CHECK(project.transcript({"stamp", "base"}) ==
          R"(2| info: stamped: nothing to change, the database is at base
exit 0
)");
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
    CHECK(project.transcript({"stamp", "nope"}) ==
          R"(2| error[HS0106]: Can't locate revision identified by 'nope'
2| hint: headstart history lists the revisions of the folder
exit 2
)");
    CHECK(project.transcript({"stamp"}) == R"(2| error[HS0001]: headstart stamp needs a revision
2| hint: "headstart stamp --help" shows examples
exit 2
)");
    CHECK(project.snapshot() == before);
}

TEST_CASE("stamp --purge rescues a version table with a revision that nobody knows") {
    LinearProject project;
    REQUIRE(project.headstart({"upgrade", "head"}).status == 0);
    project.database.execute("UPDATE alembic_version SET version_num = 'deadbeef'");
    const auto before = project.snapshot();
    CHECK(project.transcript({"stamp", "head"}) ==
          R"(2| error[HS0403]: Can't locate revision identified by 'deadbeef'
2| note: the version table holds it, but no file of the migration folder does
2| hint: if another git branch of this code has migrated here: check that out, `headstart downgrade` there to what both have, and come back; else see whether it is the right database and the right folder. Only where this folder's history is to take over: `headstart stamp --purge REVISION`
exit 1
)");
    CHECK(project.snapshot() == before);
    CHECK(project.transcript({"stamp", "--purge", "head"}) == R"(2| info: Running stamp_revision  -> c3
2| info: stamped: deadbeef -> c3
exit 0
)");
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
