#include "revision/traversal.hpp"
#include "support/catch.hpp"
#include "support/graph.hpp"
#include "support/refusal.hpp"

using namespace headstart;

namespace {

std::string build_error(std::string_view notation) {
    return testing::refusal([&] { testing::graph(notation); });
}

std::string labels_of(const revision::RevisionGraph& graph, std::string_view id) {
    return base::join(graph.carried_labels(*graph.find(id)), " ");
}

} // namespace

TEST_CASE("heads, effective heads and bases come in load order") {
    const auto graph = testing::graph("y1->y2, a->b->c1, b->c2, c1 ~> y2");
    CHECK(testing::ids(graph, graph.heads()) == "y2 c1 c2");
    CHECK(testing::ids(graph, graph.effective_heads()) == "y2 c2");
    CHECK(testing::ids(graph, graph.bases()) == "y1 a");
    CHECK(graph.is_branchpoint(*graph.find("b")));
    CHECK_FALSE(graph.is_branchpoint(*graph.find("c1")));
    CHECK(graph.find_revision("y2")->depends_on == std::vector<std::string>{"c1"});
    CHECK(graph.find_revision("nosuch") == nullptr);
    CHECK(graph.node_of(*graph.find_revision("c1")) == graph.find("c1"));
    const auto empty = testing::graph("");
    CHECK(empty.size() == 0);
    CHECK(empty.heads().empty());
}

TEST_CASE("a dependency that an ancestor by lineage declares as well is left out of the down set") {
    const auto graph = testing::graph("x->x2, a->b->c, x ~> a, x ~> c, x2 ~> c, a ~> b");
    const auto down = [&](std::string_view id) {
        return testing::ids(graph, graph.links(*graph.find(id)).down);
    };
    CHECK(down("a") == "x");
    CHECK(down("b") == "a");
    // Only literally the same dependency goes: x2 is not declared below, though x is.
    CHECK(down("c") == "b x2");
    CHECK(testing::ids(graph, graph.links(*graph.find("x")).up) == "x2 a c");
}

TEST_CASE("heights rise along every edge") {
    const auto graph = testing::graph("z->a, m->a, q ~> m, a->n, z->n");
    for (revision::Node node = 0; node < graph.size(); ++node) {
        for (const auto below : graph.links(node).down) {
            CHECK(graph.height(below) < graph.height(node));
        }
    }
}

TEST_CASE("a label is carried upwards, and down a plain line only") {
    SECTION("a line carries it from end to end") {
        const auto graph = testing::graph("a->b[L]->c");
        CHECK(labels_of(graph, "a") == "L");
        CHECK(labels_of(graph, "b") == "L");
        CHECK(labels_of(graph, "c") == "L");
        CHECK(graph.carries(*graph.find("a"), "L"));
        CHECK_FALSE(graph.carries(*graph.find("a"), "M"));
    }
    SECTION("it never climbs past a branchpoint") {
        const auto graph = testing::graph("a->b->c1[L]->d1, b->c2");
        CHECK(labels_of(graph, "d1") == "L");
        CHECK(labels_of(graph, "b").empty());
        CHECK(labels_of(graph, "c2").empty());
    }
    SECTION("a dependent makes a branchpoint too") {
        const auto graph = testing::graph("a->b->c[L], b ~> x");
        CHECK(labels_of(graph, "c") == "L");
        CHECK(labels_of(graph, "b").empty());
    }
    SECTION("it does not climb at all where the labelled part branches or merges") {
        const auto branching = testing::graph("a->b[L]->c1, b->c2");
        CHECK(labels_of(branching, "a").empty());
        CHECK(labels_of(branching, "c2") == "L");
        const auto merging = testing::graph("a->b[L]->m, x->m, m->n");
        CHECK(labels_of(merging, "a").empty());
        CHECK(labels_of(merging, "n") == "L");
    }
    SECTION("several come in the order of their declaration") {
        const auto graph = testing::graph("a[M L]->b[K]");
        CHECK(labels_of(graph, "b") == "M L K");
        CHECK(graph.find_label("K") == graph.find("b"));
    }
}

TEST_CASE("current lists the rows and what they imply without an applied child") {
    const auto graph = testing::graph("x1->x2, y1->y2, x1 ~> y2");
    CHECK(testing::ids(graph, revision::current_nodes(graph, {*graph.find("y2")})) == "x1 y2");
    CHECK(testing::ids(graph, revision::current_nodes(graph, {*graph.find("y2"), *graph.find("x2")})) ==
          "x2 y2");
}

TEST_CASE("names that cannot be typed, stored or told apart are refused") {
    CHECK(build_error("a+b@c") ==
          "exit 2\n"
          "error[HS0105]: Character(s) '+, @' not allowed in revision identifier 'a+b@c'\n"
          "note: a+b@c is in a+b@c.sql\n"
          "hint: give the file another 'Revision ID'\n");
    CHECK(build_error("head") == "exit 2\n"
                                 "error[HS0105]: 'head' is a symbol and cannot be a revision identifier\n"
                                 "note: head is in head.sql\n"
                                 "hint: give the file another 'Revision ID'\n");
    CHECK(build_error(std::string(300, 'a')) == "done"); // the version table may hold it
    CHECK(build_error("a[base]") == "exit 2\n"
                                    "error[HS0105]: 'base' is a symbol and cannot be a branch label\n"
                                    "note: a is in a.sql\n"
                                    "hint: choose another branch label\n");
    CHECK(build_error("a[L.1-x]") == "done");
    CHECK(build_error("a[L]->b, c[L]") ==
          "exit 2\n"
          "error[HS0105]: Branch name 'L' in revision c already used by revision a\n"
          "note: c is in c.sql\n"
          "note: a is in a.sql\n"
          "hint: choose another branch label\n");
    CHECK(build_error("a->b[a]") ==
          "exit 2\n"
          "error[HS0105]: Branch name 'a' in revision b already used by revision a\n"
          "note: b is in b.sql\n"
          "note: a is in a.sql\n"
          "hint: choose another branch label\n");
}

TEST_CASE("an id that two files bear is refused with both files") {
    auto revisions = testing::revisions_of("a->b");
    revisions.push_back(revisions.front());
    revisions.back().path = "copy_of_a.sql";
    CHECK(testing::refusal([&] { revision::RevisionGraph::build(revisions); }) ==
          "exit 2\n"
          "error[HS0105]: Revision a is present more than once\n"
          "note: a is in a.sql\n"
          "note: a is in copy_of_a.sql\n"
          "hint: delete one of the files or give it another 'Revision ID'\n");
}

TEST_CASE("references that lead nowhere are all listed") {
    auto revisions = testing::revisions_of("ae1027, b[L]");
    revisions[1].down_revisions = {"ae10", "L"};
    revisions[1].depends_on = {"ae1072", "elsewhere"};
    CHECK(testing::refusal([&] { revision::RevisionGraph::build(revisions); }) ==
          "exit 2\n"
          "error[HS0105]: Revision ae10 referenced from b is not present\n"
          "note: b is in b.sql\n"
          "hint: only full identifiers are understood here: did you mean 'ae1027'?\n"
          "error[HS0105]: Revision b names the branch label 'L' as its parent\n"
          "note: b is in b.sql\n"
          "hint: write 'Revises: b'\n"
          "error[HS0105]: Revision ae1072 referenced from b is not present\n"
          "note: b is in b.sql\n"
          "hint: did you mean 'ae1027'?\n"
          "error[HS0105]: Revision elsewhere referenced from b is not present\n"
          "note: b is in b.sql\n"
          "hint: restore the missing file, or correct the reference\n");
}

TEST_CASE("cycles are refused with the way around them") {
    CHECK(build_error("a->a") == "exit 2\n"
                                 "error[HS0105]: Self-loop is detected in revisions (a)\n"
                                 "note: a is in a.sql\n"
                                 "hint: correct 'Revises': a revision cannot follow itself\n");
    CHECK(build_error("a[L], [L] ~> a") ==
          "exit 2\n"
          "error[HS0105]: Dependency self-loop is detected in revisions (a)\n"
          "note: a is in a.sql\n"
          "hint: correct 'Depends On': a revision cannot depend on itself\n");
    // No head: every id, in load order.
    CHECK(build_error("b->a, a->b") == "exit 2\n"
                                       "error[HS0105]: Cycle is detected in revisions (b, a)\n"
                                       "note: b, in b.sql, comes after a\n"
                                       "note: a, in a.sql, comes after b\n"
                                       "hint: correct 'Revises' or 'Depends On' in one of these files\n");
    // Not reachable from the base: c and d.
    CHECK(build_error("a->b, d->c->d->e") ==
          "exit 2\n"
          "error[HS0105]: Cycle is detected in revisions (c, d, e)\n"
          "note: d, in d.sql, comes after c\n"
          "note: c, in c.sql, comes after d\n"
          "hint: correct 'Revises' or 'Depends On' in one of these files\n");
    // A head and a base both reach this one, so that Alembic does not see it.
    CHECK(build_error("a->b, c->b->c, c->d") ==
          "exit 2\n"
          "error[HS0105]: Cycle is detected in revisions (b, c)\n"
          "note: b, in b.sql, comes after c\n"
          "note: c, in c.sql, comes after b\n"
          "hint: correct 'Revises' or 'Depends On' in one of these files\n");
    CHECK(build_error("a->b, x->y, b ~> x, y ~> a") ==
          "exit 2\n"
          "error[HS0105]: Dependency cycle is detected in revisions (a, b, x, y)\n"
          "note: a, in a.sql, comes after y\n"
          "note: y, in y.sql, comes after x\n"
          "note: x, in x.sql, comes after b\n"
          "note: b, in b.sql, comes after a\n"
          "hint: correct 'Revises' or 'Depends On' in one of these files\n");
}
