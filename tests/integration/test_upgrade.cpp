#include "integration/linear.hpp"
#include "support/catch.hpp"

using namespace headstart::test;

TEST_CASE("upgrade head runs every revision of an empty database") {
    LinearProject project;
    CHECK(project.transcript({"upgrade", "head"}) == R"(2| info: Running upgrade  -> a1, Make a1
2| info: Running upgrade a1 -> b2, Make b2
2| info: Running upgrade b2 -> c3, Make c3
2| info: 3 revisions applied in <time>
exit 0
)");
    CHECK(project.state() == "a b c | c3 | up a1 done, up b2 done, up c3 done");
}

TEST_CASE("upgrade without a target goes to head") {
    LinearProject project;
    CHECK(project.headstart({"upgrade"}).status == 0);
    CHECK(project.state() == "a b c | c3 | up a1 done, up b2 done, up c3 done");
}

TEST_CASE("upgrade goes so many steps, or to an id") {
    LinearProject project;
    CHECK(project.transcript({"upgrade", "+1"}) == R"(2| info: Running upgrade  -> a1, Make a1
2| info: 1 revision applied in <time>
exit 0
)");
    CHECK(project.state() == "a | a1 | up a1 done");
    CHECK(project.headstart({"upgrade", "b2"}).status == 0);
    CHECK(project.state() == "a b | b2 | up a1 done, up b2 done");
    CHECK(project.headstart({"upgrade", "c3"}).status == 0);
    CHECK(project.state() == "a b c | c3 | up a1 done, up b2 done, up c3 done");
}

TEST_CASE("the beginning of an id is enough where it names one revision") {
    Project project;
    project.migration("3f0c9a1be7d2", "", "SELECT 1;", "SELECT 1;");
    project.migration("3f0d00000000", "3f0c9a1be7d2", "SELECT 2;", "SELECT 2;");
    CHECK(project.transcript({"upgrade", "3f0"}) ==
          R"(2| error[HS0107]: Can't locate revision identified by '3f0'
2| note: it may be 3f0c9a1be7d2, migrations/3f0c9a1be7d2.sql, 2025-10-03 23:15:00+00:00: Make 3f0c9a1be7d2
2| note: it may be 3f0d00000000, migrations/3f0d00000000.sql, 2025-10-03 23:15:00+00:00: Make 3f0d00000000
2| hint: type more of it
exit 2
)");
    CHECK(project.headstart({"upgrade", "3f0c"}).status == 0);
    CHECK(project.version() == "3f0c9a1be7d2");
    CHECK(project.headstart({"stamp", "3f0d"}).status == 0);
    CHECK(project.headstart({"downgrade", "3f0c"}).status == 0);
    CHECK(project.version() == "3f0c9a1be7d2");
}

TEST_CASE("upgrade of a database that is there already says so and writes nothing") {
    LinearProject project;
    REQUIRE(project.headstart({"upgrade", "head"}).status == 0);
    const auto before = project.snapshot();
    CHECK(project.transcript({"upgrade", "head"}) == R"(2| info: nothing to do: the database is there already
exit 0
)");
    CHECK(project.transcript({"upgrade", "a1"}) == R"(2| info: nothing to do: the database is there already
exit 0
)");
    CHECK(project.snapshot() == before);
}

TEST_CASE("upgrade further than the history goes is refused and nothing runs") {
    LinearProject project;
    const auto before = project.snapshot();
    CHECK(project.transcript({"upgrade", "+4"}) ==
          R"(2| error[HS0111]: Relative revision +4 didn't produce 4 migrations
2| hint: headstart upgrade head goes as far as there are revisions
exit 2
)");
    CHECK(project.transcript({"upgrade", "d4"}) ==
          R"(2| error[HS0106]: Can't locate revision identified by 'd4'
2| hint: headstart history lists the revisions of the folder
exit 2
)");
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
    CHECK(project.transcript({"downgrade", "-1"}) == R"(2| info: Running downgrade c3 -> b2, Make c3
2| info: 1 revision undone in <time>
exit 0
)");
    CHECK(project.state() == "a b | b2 | up a1 done, up b2 done, up c3 done, down c3 done");
    CHECK(project.transcript({"downgrade", "a1"}) == R"(2| info: Running downgrade b2 -> a1, Make b2
2| info: 1 revision undone in <time>
exit 0
)");
    CHECK(project.tables() == "a");
    CHECK(project.version() == "a1");
    REQUIRE(project.headstart({"upgrade", "head"}).status == 0);
    CHECK(project.transcript({"downgrade", "base"}) == R"(2| info: Running downgrade c3 -> b2, Make c3
2| info: Running downgrade b2 -> a1, Make b2
2| info: Running downgrade a1 -> , Make a1
2| info: 3 revisions undone in <time>
exit 0
)");
    CHECK(project.tables() == "");
    CHECK(project.version() == "");
    CHECK(project.transcript({"downgrade", "base"}) ==
          R"(2| info: nothing to do: the database is there already
exit 0
)");
}

TEST_CASE("a downgrade through an irreversible revision is refused before anything runs") {
    LinearProject project;
    project.migration("b2", "a1", "CREATE TABLE b (id int);");
    REQUIRE(project.headstart({"upgrade", "head"}).status == 0);
    const auto before = project.snapshot();
    CHECK(
        project.transcript({"downgrade", "base"}) ==
        R"(2| migrations/b2.sql:1:1: error[HS0109]: revision b2 is irreversible: its file has no `-- migrate:down` section
2|     1 | -- Make b2
2|       | ^
2| hint: write the section, or restore a backup; nothing has been run
exit 2
)");
    CHECK(project.snapshot() == before);
    CHECK(project.headstart({"downgrade", "b2"}).status == 0); // does not go through it
    CHECK(project.tables() == "a b");
}

TEST_CASE("a downgrade that is no downgrade is refused") {
    LinearProject project;
    REQUIRE(project.headstart({"upgrade", "b2"}).status == 0);
    const auto before = project.snapshot();
    CHECK(project.transcript({"downgrade", "c3"}) ==
          R"(2| error[HS0111]: Destination c3 is not a valid downgrade target from current head(s)
2| note: the database is at b2, migrations/b2.sql, 2025-10-03 23:15:00+00:00: Make b2
2| hint: headstart current shows where the database stands
exit 2
)");
    CHECK(project.transcript({"downgrade", "-3"}) ==
          R"(2| error[HS0111]: Relative revision -3 didn't produce 3 migrations
2| hint: headstart downgrade base undoes everything
exit 2
)");
    CHECK(project.transcript({"downgrade"}) == R"(2| error[HS0001]: headstart downgrade needs a revision
2| hint: "headstart downgrade --help" shows examples
exit 2
)");
    CHECK(project.snapshot() == before);
}
