#include "support/catch.hpp"
#include "support/graph.hpp"

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
