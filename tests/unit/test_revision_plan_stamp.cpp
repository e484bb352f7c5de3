#include "revision/describe.hpp"
#include "support/catch.hpp"
#include "support/graph.hpp"
#include "support/refusal.hpp"

using namespace headstart;

namespace {

const char* const k_fork = "a->b->c1->d1->e1, b->c2[L]";

/// "from -> to: row changes; … => rows at the end"
std::string stamp(const char* notation, const char* rows, const char* targets, bool purge = false) {
    const auto graph = testing::graph(notation);
    auto at_end = purge ? std::vector<std::string>{} : testing::apply(testing::words(rows), {});
    std::string shown;
    for (const auto& step :
         revision::plan_stamp(graph, testing::words(rows), testing::words(targets), purge)) {
        CHECK(step.rows_before == at_end);
        shown += (shown.empty() ? "" : "; ") + revision::stamp_line(step).substr(23) + ": " +
                 testing::show(step.row_changes);
        at_end = testing::apply(std::move(at_end), step.row_changes);
    }
    return shown + (shown.empty() ? "=> " : " => ") + base::join(at_end, " ");
}

} // namespace

TEST_CASE("stamp puts the target in the place of the rows that share its lineage") {
    CHECK(stamp(k_fork, "", "d1") == " -> d1: +d1 => d1");
    CHECK(stamp(k_fork, "a", "d1") == "a -> d1: a>d1 => d1");
    CHECK(stamp(k_fork, "d1", "a") == "d1 -> a: d1>a => a");
    CHECK(stamp(k_fork, "d1", "d1") == "=> d1");
    CHECK(stamp(k_fork, "d1 c2", "b") == "d1, c2 -> b: -d1 c2>b => b");
    CHECK(stamp(k_fork, "d1", "c2") == " -> c2: +c2 => c2 d1");
    CHECK(stamp(k_fork, "d1", "heads") == "d1 -> e1: d1>e1;  -> c2: +c2 => c2 e1");
    CHECK(stamp(k_fork, "d1", "L@head") == " -> c2: +c2 => c2 d1");
}

TEST_CASE("stamp to base deletes rows, with a branch only those on it") {
    CHECK(stamp(k_fork, "a", "base") == "a -> : -a => ");
    CHECK(stamp(k_fork, "d1 c2", "base") == "d1 -> : -d1; c2 -> : -c2 => ");
    CHECK(stamp(k_fork, "d1 c2", "L@base") == "c2 -> : -c2 => d1");
    CHECK(stamp(k_fork, "", "base") == "=> ");
}

TEST_CASE("dependencies count as lineage") {
    CHECK(stamp("x1->x2, y1->y2, x1 ~> y2", "x1", "y2") == "x1 -> y2: x1>y2 => y2");
    CHECK(stamp("x1->x2, y1->y2, x1 ~> y2", "y2", "x1") == "y2 -> x1: y2>x1 => x1");
    CHECK(stamp("x1->x2, y1->y2, x1 ~> y2", "x2", "y2") == " -> y2: +y2 => x2 y2");
}

TEST_CASE("several targets are all worked out from the rows at the start") {
    CHECK(stamp("a->e, a->f", "a", "e f") == "a -> e: a>e; a -> f: +f => e f");
    // Whether they make sense together is not asked.
    CHECK(stamp(k_fork, "", "a d1") == " -> a: +a;  -> d1: +d1 => a d1");
    CHECK(stamp(k_fork, "d1", "base c2") == " -> c2: +c2 => c2 d1");
    // Alembic ends both of these in an internal error.
    CHECK(stamp(k_fork, "", "a a") == " -> a: +a => a");
    CHECK(stamp("a->b1, a->b2, b1->m, b2->m", "m", "b1 b2") == "m -> b1: m>b1; m -> b2: +b2 => b1 b2");
    CHECK(stamp("a->b->c", "a c", "b") == "a, c -> b: -a c>b => b");
}

TEST_CASE("purge takes the table as empty, whatever it holds") {
    CHECK(stamp(k_fork, "nosuch d1", "c2", true) == " -> c2: +c2 => c2");
    CHECK(stamp(k_fork, "nosuch", "base", true) == "=> ");
}

TEST_CASE("a stamp is refused where it is ambiguous or leads nowhere") {
    CHECK(testing::refusal([] { stamp(k_fork, "", "head"); }) ==
          "exit 2\n"
          "error[HS0108]: Multiple heads are present; please specify a single target revision\n"
          "note: e1, e1.sql\n"
          "note: c2, c2.sql\n"
          "hint: headstart merge -m \"merge heads\" e1 c2\n");
    CHECK(testing::refusal([] { stamp(k_fork, "d1", "-1"); }) ==
          "exit 2\n"
          "error[HS0106]: Can't locate revision identified by '-1'\n"
          "note: stamp takes no target relative to the version table\n"
          "hint: headstart history lists the revisions of the folder\n");
    CHECK(testing::refusal([] { stamp(k_fork, "nosuch", "a"); }) ==
          "exit 1\n"
          "error[HS0403]: Can't locate revision identified by 'nosuch'\n"
          "note: the version table holds it, but no file of the migration folder does\n"
          "hint: if another git branch of this code has migrated here: check that out, `headstart downgrade` "
          "there to what both have, and come back; else see whether it is the right database and the right "
          "folder. Only where this folder's history is to take over: `headstart stamp --purge REVISION`\n");
}
