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

std::string upgrade(const Case& c) {
    const auto graph = testing::graph(c.graph);
    const auto rows = testing::words(c.rows);
    return testing::show(revision::plan_upgrade(graph, rows, {c.target}), rows);
}

} // namespace

TEST_CASE("an upgrade runs what is missing, oldest first, and moves the rows along") {
    const auto* const line = "a->b->c";
    const auto* const fork = "a->b->c1, b->c2";
    const auto* const merge = "a->b1, a->b2, b1->m, b2->m, m->n";
    const auto* const dependent = "x1->x2, y1->y2, x1 ~> y2";
    const Case cases[] = {
        {line, "", "head", "a: +a; b: a>b; c: b>c => c"},
        {line, "a", "head", "b: a>b; c: b>c => c"},
        {line, "c", "head", "=> c"},
        {line, "c", "b", "=> c"},
        {line, "c", "base", "=> c"},
        {line, "", "b", "a: +a; b: a>b => b"},
        {fork, "", "heads", "a: +a; b: a>b; c2: b>c2; c1: +c1 => c1 c2"},
        {fork, "c1", "c2", "c2: +c2 => c1 c2"},
        {fork, "c1", "heads", "c2: +c2 => c1 c2"},
        {merge, "", "head", "a: +a; b2: a>b2; b1: +b1; m: -b1 b2>m; n: m>n => n"},
        {merge, "b1 b2", "m", "m: -b1 b2>m => m"},
        {merge, "b2", "head", "b1: +b1; m: -b1 b2>m; n: m>n => n"},
        {dependent, "", "y2", "x1: +x1; y1: +y1; y2: -y1 x1>y2 => y2"},
        {dependent, "x2", "y2", "y1: +y1; y2: y1>y2 => x2 y2"},
        {dependent, "", "heads", "x1: +x1; y1: +y1; y2: -y1 x1>y2; x2: +x2 => x2 y2"},
    };
    for (const auto& c : cases) {
        INFO(c.graph << " from [" << c.rows << "] to " << c.target);
        CHECK(upgrade(c) == c.steps);
    }
}

TEST_CASE("relative targets count from the rows, from a branch or from a revision") {
    const auto* const line = "a->b->c->d";
    const auto* const fork = "a->b->c1[L1]->d1, b->c2[L2]->d2";
    const Case cases[] = {
        {line, "", "+2", "a: +a; b: a>b => b"},
        {line, "b", "+1", "c: b>c => c"},
        {line, "a", "b+1", "b: a>b; c: b>c => c"},
        {line, "a", "base+2", "b: a>b => b"},
        {line, "a", "head-1", "b: a>b; c: b>c => c"},
        {line, "a", "d-2", "b: a>b => b"},
        {line, "a", "b+0", "b: a>b => b"},
        {fork, "c1 c2", "L1@+1", "d1: c1>d1 => c2 d1"},
        {fork, "b", "L2@+1", "c2: b>c2 => c2"},
        {fork, "", "L2@+3", "a: +a; b: a>b; c2: b>c2 => c2"},
        // No row on the branch: from the tips of what is applied of it.
        {fork, "c1", "L2@+2", "c2: +c2; d2: c2>d2 => c1 d2"},
        {fork, "c1", "L2@b+1", "c2: +c2 => c1 c2"},
        {fork, "", "L1@d1-1", "a: +a; b: a>b; c1: b>c1 => c1"},
        {"a->b[svc-2]->c", "", "svc-2@head", "a: +a; b: a>b; c: b>c => c"},
        {"a->b[svc-2]->c", "", "svc-2", "a: +a; b: a>b => b"},
    };
    for (const auto& c : cases) {
        INFO(c.graph << " from [" << c.rows << "] to " << c.target);
        CHECK(upgrade(c) == c.steps);
    }
}

TEST_CASE("one branch is followed to the bottom, and nothing comes before what it needs") {
    CHECK(upgrade({"a->b->c1->d1, b->c2->d2, a->x", "", "heads", ""}) ==
          "a: +a; x: a>x; b: +b; c2: b>c2; d2: c2>d2; c1: +c1; d1: c1>d1 => d1 d2 x");
    CHECK(upgrade({"y1->y2->y3, x1->x2, y2 ~> x2", "", "heads", ""}) ==
          "y1: +y1; y2: y1>y2; x1: +x1; x2: -x1 y2>x2; y3: +y3 => x2 y3");
    // Alembic looks for three rows here and finds two.
    CHECK(upgrade({"a->b->m, a->m, x->m", "", "head", ""}) == "x: +x; a: +a; b: a>b; m: -b x>m => m");
}

TEST_CASE("several targets are reached together") {
    const auto graph = testing::graph("a->b1, a->b2->c2");
    CHECK(testing::show(revision::plan_upgrade(graph, {"a"}, {"b1", "c2-1"}), {"a"}) ==
          "b2: a>b2; b1: +b1 => b1 b2");
    CHECK(testing::refusal([&] { revision::plan_upgrade(graph, {"a"}, {"b2", "c2"}); }) ==
          "exit 2\n"
          "error[HS0111]: Requested revision c2 overlaps with other requested revisions b2\n"
          "hint: c2 includes it: leave the other out\n");
}

TEST_CASE("relative targets that lead nowhere are refused") {
    const auto refused = [](const char* graph, const char* rows, const char* target) {
        return testing::refusal([&] { upgrade({graph, rows, target, ""}); });
    };
    CHECK(refused("a->b", "a", "+2") == "exit 2\n"
                                        "error[HS0111]: Relative revision +2 didn't produce 2 migrations\n"
                                        "hint: headstart upgrade head goes as far as there are revisions\n");
    CHECK(refused("a->b", "a", "b+1") == "exit 2\n"
                                         "error[HS0111]: Relative revision +1 didn't produce 1 migrations\n"
                                         "hint: headstart upgrade head goes as far as there are revisions\n");
    CHECK(refused("a->b", "b", "-1") == "exit 2\n"
                                        "error[HS0111]: Relative revision -1 didn't produce 1 migrations\n"
                                        "hint: to go down: headstart downgrade -1\n");
    CHECK(refused("a->b", "b", "+0") == "exit 2\n"
                                        "error[HS0111]: Relative revision 0 didn't produce 0 migrations\n"
                                        "hint: a step up is +1: headstart upgrade +1\n");
    CHECK(refused("a->b", "b", "b-2") ==
          "exit 2\n"
          "error[HS0111]: Relative revision -2 didn't produce 2 migrations\n"
          "hint: there are not that many revisions below it: headstart history "
          "lists them\n");
    CHECK(refused("a->b1, a->b2", "a", "+1") == "exit 2\n"
                                                "error[HS0111]: Ambiguous walk\n"
                                                "note: b1, b1.sql\n"
                                                "note: b2, b2.sql\n"
                                                "hint: name the revision, or the branch as in 'branch@+1'\n");
    CHECK(refused("a->b1->c1, a->b2", "b1 b2", "+1") ==
          "exit 2\n"
          "error[HS0111]: Ambiguous upgrade from multiple current revisions\n"
          "note: the database is at b1, b1.sql\n"
          "note: the database is at b2, b2.sql\n"
          "hint: say which branch: headstart upgrade b1@+1\n");
    CHECK(refused("a->b", "a", "+1xyz") == "exit 2\n"
                                           "error[HS0106]: Can't locate revision identified by '+1xyz'\n"
                                           "hint: headstart history lists the revisions of the folder\n");
    CHECK(refused("a->b", "a", "b+1@foo") == "exit 2\n"
                                             "error[HS0106]: Can't locate revision identified by 'b+1'\n"
                                             "hint: headstart history lists the revisions of the folder\n");
    CHECK(refused("a->b", "a", "+99999999999999999999999") ==
          "exit 2\n"
          "error[HS0111]: Relative revision +99999999999999999999999 didn't produce 99999999999999999999999 "
          "migrations\n"
          "hint: headstart upgrade head goes as far as there are revisions\n");
}

TEST_CASE("rows that overlap or that no file bears stop an upgrade") {
    CHECK(testing::refusal([] { upgrade({"a->b->c->d, x", "a c x", "head", ""}); }).substr(0, 6) == "exit 2");
    CHECK(testing::refusal([] { upgrade({"a->b->c->d, x", "a c x", "heads", ""}); }) ==
          "exit 1\n"
          "error[HS0404]: Requested revision c overlaps with other requested revisions a\n"
          "note: row a of the version table is redundant: another row implies it\n"
          "hint: delete what is redundant: headstart stamp --purge c x\n");
    CHECK(testing::refusal([] { upgrade({"a->b", "zz a yy", "head", ""}); }) ==
          "exit 1\n"
          "error[HS0403]: Can't locate revision identified by 'zz'\n"
          "note: the version table holds it, but no file of the migration folder does\n"
          "hint: if another git branch of this code has migrated here: check that out, `headstart downgrade` "
          "there to what both have, and come back; else see whether it is the right database and the right "
          "folder. Only where this folder's history is to take over: `headstart stamp --purge REVISION`\n"
          "error[HS0403]: Can't locate revision identified by 'yy'\n"
          "note: the version table holds it, but no file of the migration folder does\n"
          "hint: if another git branch of this code has migrated here: check that out, `headstart downgrade` "
          "there to what both have, and come back; else see whether it is the right database and the right "
          "folder. Only where this folder's history is to take over: `headstart stamp --purge REVISION`\n");
    // A prefix or a label is no row.
    CHECK(revision::unknown_rows(testing::graph("abcdef[label]"), {"abcdef", "abcd", "label"}) ==
          std::vector<std::string>{"abcd", "label"});
}
