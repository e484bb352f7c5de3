#include "integration/linear.hpp"
#include "support/catch.hpp"

using namespace headstart::test;

TEST_CASE("upgrade head runs every revision of an empty database") {
    LinearProject project;
    CHECK(project.transcript({"upgrade", "head"}) == R"(?)");
    CHECK(project.state() == "a b c | c3 | up a1 done, up b2 done, up c3 done");
}

TEST_CASE("upgrade without a target goes to head") {
    LinearProject project;
    CHECK(project.headstart({"upgrade"}).status == 0);
    CHECK(project.state() == "a b c | c3 | up a1 done, up b2 done, up c3 done");
}

TEST_CASE("upgrade goes so many steps, to an id or to its beginning") {
    LinearProject project;
    CHECK(project.transcript({"upgrade", "+1"}) == R"(?)");
    CHECK(project.state() == "a | a1 | up a1 done");
    CHECK(project.headstart({"upgrade", "b"}).status == 0);
    CHECK(project.state() == "a b | b2 | up a1 done, up b2 done");
    CHECK(project.headstart({"upgrade", "c3"}).status == 0);
    CHECK(project.state() == "a b c | c3 | up a1 done, up b2 done, up c3 done");
}

TEST_CASE("upgrade of a database that is there already says so and writes nothing") {
    LinearProject project;
    REQUIRE(project.headstart({"upgrade", "head"}).status == 0);
    const auto before = project.snapshot();
    CHECK(project.transcript({"upgrade", "head"}) == R"(?)");
    CHECK(project.transcript({"upgrade", "a1"}) == R"(?)");
    CHECK(project.snapshot() == before);
}

TEST_CASE("upgrade further than the history goes is refused and nothing runs") {
    LinearProject project;
    const auto before = project.snapshot();
    CHECK(project.transcript({"upgrade", "+4"}) == R"(?)");
    CHECK(project.transcript({"upgrade", "d4"}) == R"(?)");
    CHECK(project.snapshot() == before);
}

TEST_CASE("the journal says what ran, in which order, by whom and how long") {
    LinearProject project;
    REQUIRE(project.headstart({"upgrade", "head"}).status == 0);
    CHECK(project.database.text(
              "SELECT revision, parents, message, statements, statements_done, length(checksum) > 0,"
              " finished_at >= started_at, duration_ms >= 0, database_user = session_user,"
              " host <> '', error FROM headstart_journal ORDER BY id") ==
          "a1|{}|Make a1|1|1|t|t|t|t|t|null\n"
          "b2|{a1}|Make b2|1|1|t|t|t|t|t|null\n"
          "c3|{b2}|Make c3|1|1|t|t|t|t|t|null");
    CHECK(project.database.text("SELECT 'headstart ' || max(headstart_version) FROM headstart_journal") +
              "\n" ==
          project.headstart({"--version"}).out.substr(0, std::string("headstart 0.1.0").size()) + "\n");
}

TEST_CASE("downgrade goes one step, to base, or to an id") {
    LinearProject project;
    REQUIRE(project.headstart({"upgrade", "head"}).status == 0);
    CHECK(project.transcript({"downgrade", "-1"}) == R"(?)");
    CHECK(project.state() == "a b | b2 | up a1 done, up b2 done, up c3 done, down c3 done");
    CHECK(project.transcript({"downgrade", "a1"}) == R"(?)");
    CHECK(project.tables() == "a");
    CHECK(project.version() == "a1");
    REQUIRE(project.headstart({"upgrade", "head"}).status == 0);
    CHECK(project.transcript({"downgrade", "base"}) == R"(?)");
    CHECK(project.tables() == "");
    CHECK(project.version() == "");
    CHECK(project.transcript({"downgrade", "base"}) == R"(?)");
}

TEST_CASE("a downgrade through an irreversible revision is refused before anything runs") {
    LinearProject project;
    project.migration("b2", "a1", "CREATE TABLE b (id int);");
    REQUIRE(project.headstart({"upgrade", "head"}).status == 0);
    const auto before = project.snapshot();
    CHECK(project.transcript({"downgrade", "base"}) == R"(?)");
    CHECK(project.snapshot() == before);
    CHECK(project.headstart({"downgrade", "b2"}).status == 0); // does not go through it
    CHECK(project.tables() == "a b");
}

TEST_CASE("a downgrade that is no downgrade is refused") {
    LinearProject project;
    REQUIRE(project.headstart({"upgrade", "b2"}).status == 0);
    const auto before = project.snapshot();
    CHECK(project.transcript({"downgrade", "c3"}) == R"(?)");
    CHECK(project.transcript({"downgrade", "-3"}) == R"(?)");
    CHECK(project.transcript({"downgrade"}) == R"(?)");
    CHECK(project.snapshot() == before);
}
