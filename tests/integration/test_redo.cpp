#include "integration/linear.hpp"
#include "support/catch.hpp"

using namespace headstart::test;
using Catch::Matchers::ContainsSubstring;

TEST_CASE("redo undoes the last revision and applies it again") {
    LinearProject project;
    REQUIRE(project.headstart({"upgrade"}).status == 0);
    project.migration("c3", "b2", "CREATE TABLE c (id int, name text);", "DROP TABLE c;");
    CHECK(project.headstart({"redo"}).status == 0);
    CHECK(project.state() == "a b c | c3 | up a1 done, up b2 done, up c3 done, down c3 done, up c3 done");
    CHECK(project.database.text("SELECT count(*) FROM information_schema.columns WHERE table_name = 'c'") ==
          "2");
}

TEST_CASE("redo takes a number, a revision, or base, and comes back to where the database was") {
    LinearProject project;
    REQUIRE(project.headstart({"upgrade", "b2"}).status == 0);
    const auto [target, expected] = GENERATE(
        table<std::string, std::string>({{"-1", "down b2 done, up b2 done"},
                                         {"-2", "down b2 done, down a1 done, up a1 done, up b2 done"},
                                         {"b2", "down b2 done, up b2 done"},
                                         {"a1", "down b2 done, down a1 done, up a1 done, up b2 done"},
                                         {"base", "down b2 done, down a1 done, up a1 done, up b2 done"}}));
    CAPTURE(target);
    CHECK(project.headstart({"redo", target}).status == 0);
    CHECK(project.state() == "a b | b2 | up a1 done, up b2 done, " + expected);
}

TEST_CASE("redo refuses what downgrade refuses, and a mistake on the way up, before anything runs") {
    LinearProject project;
    project.migration("d4", "c3", "CREATE TABLE d (id int);");
    REQUIRE(project.headstart({"upgrade", "c3"}).status == 0);
    const auto before = project.snapshot();
    SECTION("a revision without a way back") {
        REQUIRE(project.headstart({"upgrade"}).status == 0);
        const auto at_head = project.snapshot();
        const auto outcome = project.headstart({"redo"});
        CHECK(outcome.status == 2);
        CHECK_THAT(outcome.err, ContainsSubstring("error[HS0109]: revision d4 is irreversible"));
        CHECK(project.snapshot() == at_head);
    }
    SECTION("a syntax error in what would be applied again") {
        project.migration("c3", "b2", "CREATE TABEL c (id int);", "DROP TABLE c;");
        const auto outcome = project.headstart({"redo"});
        CHECK(outcome.status == 2);
        CHECK_THAT(outcome.err, ContainsSubstring("error[HS0201]") && ContainsSubstring("TABEL"));
        CHECK(project.snapshot() == before);
    }
    SECTION("a revision that is not applied") {
        const auto outcome = project.headstart({"redo", "d4"});
        CHECK(outcome.status == 2);
        CHECK_THAT(outcome.err, ContainsSubstring("d4 is not applied: there is nothing to do again"));
        CHECK(project.snapshot() == before);
    }
}

TEST_CASE("redo says what is undone where the way up fails") {
    LinearProject project;
    REQUIRE(project.headstart({"upgrade"}).status == 0);
    project.migration("c3", "b2", "CREATE TABLE a (id int);", "DROP TABLE c;");
    const auto outcome = project.headstart({"redo"});
    CHECK(outcome.status == 1);
    CHECK_THAT(
        outcome.err,
        ContainsSubstring("relation \"a\" already exists") &&
            ContainsSubstring("note: what was to be done again is undone: the database was at c3 before\n"));
    CHECK(project.version() == "b2");
}

TEST_CASE("redo of an empty database does nothing") {
    LinearProject project;
    const auto outcome = project.headstart({"redo", "base"});
    CHECK(outcome.status == 0);
    CHECK_THAT(outcome.err, ContainsSubstring("nothing to do: there is nothing applied to do again"));
    CHECK(project.version() == "no table");
}
