#include "support/catch.hpp"
#include "support/project.hpp"

using namespace headstart::test;

namespace {

/// Three revisions that make a table each.
void write_three(Project& project) {
    project.migration("a1", "", "CREATE TABLE a (id int);", "DROP TABLE a;");
    project.migration("b2", "a1", "CREATE TABLE b (id int);", "DROP TABLE b;");
    project.migration("c3", "b2", "CREATE TABLE c (id int);", "DROP TABLE c;");
}

} // namespace

TEST_CASE("upgrade head runs every revision of an empty database") {
    Project project;
    write_three(project);
    const auto outcome = project.headstart({"upgrade", "head"});
    CHECK(outcome.status == 0);
    CHECK(outcome.out == "");
    CHECK(project.steady(outcome.err) == "info: Running upgrade  -> a1, Make a1\n"
                                         "info: Running upgrade a1 -> b2, Make b2\n"
                                         "info: Running upgrade b2 -> c3, Make c3\n"
                                         "info: 3 revisions applied in <time>\n");
    CHECK(project.version() == "c3");
    CHECK(project.journal() == "up a1 done, up b2 done, up c3 done");
}
