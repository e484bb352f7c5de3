#include "support/catch.hpp"
#include "support/graph.hpp"
#include "support/refusal.hpp"

using namespace headstart;

namespace {

struct Case {
    const char* graph;
    const char* rows;
    const char* target;
    const char* steps; ///< "revision: row changes; … => rows at the end"
};

std::string downgrade(const Case& c) {
    const auto graph = testing::graph(c.graph);
    const auto rows = testing::words(c.rows);
    return testing::show(revision::plan_downgrade(graph, rows, c.target), rows);
}

std::string refused(const char* graph, const char* rows, const char* target) {
    return testing::refusal([&] { downgrade({graph, rows, target, ""}); });
}

const char* const k_line = "a->b->c";
const char* const k_fork = "a->b->c1[L1]->d1, b->c2[L2]";
const char* const k_merge = "a->b1, a->b2, b1->m, b2->m";
const char* const k_dependent = "x1->x2, y1->y2, x1 ~> y2";

} // namespace

TEST_CASE("a downgrade undoes everything above its target, newest first") {
    const Case cases[] = {
        {k_line, "c", "a", "c: c>b; b: b>a => a"},
        {k_line, "c", "base", "c: c>b; b: b>a; a: -a => "},
        {k_line, "c", "c", "=> c"},
        {k_line, "", "base", "=> "},
        {k_line, "c", "-1", "c: c>b => b"},
        {k_line, "c", "-3", "c: c>b; b: b>a; a: -a => "},
        {k_line, "c", "c-2", "c: c>b; b: b>a => a"},
        {k_line, "c", "a+1", "c: c>b => b"},
        {k_line, "c", "base+1", "c: c>b; b: b>a => a"},
        {k_line, "c", "c+0", "=> c"},
        {k_fork, "d1 c2", "b", "d1: d1>c1; c1: -c1; c2: c2>b => b"},
        {k_fork, "d1 c2", "c2-1", "d1: d1>c1; c1: -c1; c2: c2>b => b"},
        {k_fork, "d1 c2", "L1@-1", "d1: d1>c1 => c1 c2"},
        {k_fork, "d1 c2", "L1@-2", "d1: d1>c1; c1: -c1 => c2"},
        {k_fork, "d1 c2", "L2@b", "c2: -c2 => d1"},
        {k_fork, "c1 c2", "L1@base", "c1: -c1; c2: c2>b; b: b>a; a: -a => "},
        {k_merge, "m", "b1", "m: +b1 m>b2 => b1 b2"},
        {k_merge, "m", "a", "m: +b1 m>b2; b1: -b1; b2: b2>a => a"},
        {k_merge, "m", "b2-1", "m: +b1 m>b2; b1: -b1; b2: b2>a => a"},
    };
    for (const auto& c : cases) {
        INFO(c.graph << " from [" << c.rows << "] to " << c.target);
        CHECK(downgrade(c) == c.steps);
    }
}

TEST_CASE("what depends on an undone revision goes too, what it depended on stays") {
    CHECK(downgrade({k_dependent, "y2 x2", "y1", ""}) == "y2: y2>y1 => x2 y1");
    CHECK(downgrade({k_dependent, "y2", "y1", ""}) == "y2: +y1 y2>x1 => x1 y1");
    CHECK(downgrade({k_dependent, "x2 y2", "x1", ""}) == "x2: -x2 => y2");
    CHECK(downgrade({k_dependent, "x2 y2", "base", ""}) == "x2: -x2; y2: +y1 y2>x1; y1: -y1; x1: -x1 => ");
    CHECK(downgrade({"x0->x1, y1->y2, x1 ~> y2", "y2", "x0", ""}) == "y2: +y1 y2>x1; x1: x1>x0 => x0 y1");
    // Counted from what current lists: x1 is implied, not a row.
    CHECK(downgrade({"x0[X]->x1, y1->y2, x1 ~> y2", "y2", "X@-1", ""}) ==
          "y2: +y1 y2>x1; x1: x1>x0 => x0 y1");
}

TEST_CASE("undoing a merge whose parents imply each other leaves no overlapping rows") {
    CHECK(downgrade({"a->b->m, a->m", "m", "b", ""}) == "m: m>b => b");
    CHECK(downgrade({"a->b->m, a->m, x", "m x", "b", ""}) == "m: m>b => b x");
}

TEST_CASE("overlapping rows can be undone") {
    CHECK(downgrade({k_line, "a c", "base", ""}) == "c: c>b; b: -b; a: -a => ");
}

TEST_CASE("targets a downgrade cannot reach are refused") {
    CHECK(refused(k_line, "a", "c") ==
          "exit 2\n"
          "error[HS0111]: Destination c is not a valid downgrade target from current head(s)\n"
          "note: the database is at a, a.sql\n"
          "hint: headstart current shows where the database stands\n");
    // Nothing but a dependent stands above x1.
    CHECK(refused("x1, y1->y2, x1 ~> y2", "y2", "x1") ==
          "exit 2\n"
          "error[HS0111]: Destination x1 is not a valid downgrade target from current head(s)\n"
          "note: the database is at y2, y2.sql\n"
          "hint: headstart current shows where the database stands\n");
    CHECK(refused(k_line, "b", "-3") == "exit 2\n"
                                        "error[HS0111]: Relative revision -3 didn't produce 3 migrations\n"
                                        "hint: headstart downgrade base undoes everything\n");
    CHECK(refused(k_line, "", "-1") == "exit 2\n"
                                       "error[HS0111]: Relative revision -1 didn't produce 1 migrations\n"
                                       "hint: the version table is empty: there is nothing to undo\n");
    CHECK(refused(k_line, "b", "+1") == "exit 2\n"
                                        "error[HS0111]: Relative revision +1 didn't produce 1 migrations\n"
                                        "hint: to go up: headstart upgrade +1\n");
    CHECK(refused(k_line, "b", "b-3") == "exit 2\n"
                                         "error[HS0111]: Walked too far\n"
                                         "note: there are not that many revisions as 'b-3' asks for\n"
                                         "hint: headstart history lists the revisions; base is below all of "
                                         "them\n");
    CHECK(refused(k_line, "b", "b+5") == "exit 2\n"
                                         "error[HS0111]: Walked too far\n"
                                         "note: there are not that many revisions as 'b+5' asks for\n"
                                         "hint: headstart history lists the revisions; base is below all of "
                                         "them\n");
    CHECK(refused(k_merge, "m", "-1") == "exit 2\n"
                                         "error[HS0111]: Ambiguous walk\n"
                                         "note: b1, b1.sql\n"
                                         "note: b2, b2.sql\n"
                                         "hint: a merge lies on the way: name the revision to go to\n");
    CHECK(refused(k_fork, "d1 c2", "-1") ==
          "exit 2\n"
          "error[HS0111]: Ambiguous downgrade from multiple current revisions\n"
          "note: the database is at d1, d1.sql\n"
          "note: the database is at c2, c2.sql\n"
          "hint: say which branch: headstart downgrade d1@-1\n");
    CHECK(refused("a->b, x[X]->y", "b", "X@-1") ==
          "exit 2\n"
          "error[HS0111]: Relative revision -1 didn't produce 1 migrations\n"
          "hint: no revision of branch 'X' is applied\n");
}

TEST_CASE("the branch of a downgrade target must exist and hold it") {
    // The label sits below the target, so none of the branches above is its own.
    CHECK(
        refused("a[L]->b->c1, b->c2", "c1 c2", "L@b") ==
        "exit 2\n"
        "error[HS0111]: Not a valid downgrade target from current heads\n"
        "note: nothing directly above the target leads to branch 'L'\n"
        "hint: headstart current shows where the database stands, headstart history --graph the branches\n");
    CHECK(refused(k_fork, "d1 c2", "L1@c2") == "exit 2\n"
                                               "error[HS0106]: Can't locate revision identified by 'c2'\n"
                                               "note: revision c2 is not on branch 'L1'\n"
                                               "hint: headstart history lists the revisions of the folder\n");
    CHECK(refused(k_fork, "d1 c2", "nosuch@base") ==
          "exit 2\n"
          "error[HS0106]: Can't locate revision identified by 'nosuch'\n"
          "hint: headstart history lists the revisions of the folder\n");
    CHECK(refused(k_fork, "d1 c2", "b@heads") ==
          "exit 2\n"
          "error[HS0108]: Multiple head revisions are present for given argument 'b@heads'; please specify a "
          "specific target revision, '<branchname>@b@heads' to narrow to a specific head, or 'heads' for all "
          "heads\n"
          "note: d1, d1.sql\n"
          "note: c2, c2.sql\n"
          "hint: headstart merge -m \"merge heads\" d1 c2\n");
    CHECK(refused("a->b, x->y, b ~> x", "y", "b@heads") ==
          "exit 2\n"
          "error[HS0106]: Can't locate revision identified by 'heads'\n"
          "note: no effective head is on branch 'b'\n"
          "hint: headstart history lists the revisions of the folder\n");
    CHECK(downgrade({k_fork, "d1 c2", "L1@head", ""}) == "=> c2 d1");
}
