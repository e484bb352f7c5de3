#include "integration/linear.hpp"
#include "support/catch.hpp"

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
