#include "revision/history.hpp"
#include "revision/history_drawing.hpp"
#include "support/catch.hpp"
#include "support/graph.hpp"

using namespace headstart;

namespace {

std::string drawn(std::string_view notation, std::optional<std::string_view> range = std::nullopt) {
    const auto graph = testing::graph(notation);
    return "\n" + revision::draw_graph(graph, revision::select_history(graph, range),
                                       [](const auto& revision) { return revision.id; });
}

} // namespace

TEST_CASE("a line is one lane") {
    CHECK(drawn("a->b->c") == R"(
* c
* b
* a
)");
}

TEST_CASE("two heads on one branchpoint are two lanes that meet") {
    CHECK(drawn("a->b->c1, b->c2->d2") == R"(
* c1
| * d2
| * c2
|/
* b
* a
)");
}

TEST_CASE("a merge opens a lane for its second parent") {
    CHECK(drawn("a->b->c1->m, b->c2->m, m->n") == R"(
* n
* m
|\
* | c1
| * c2
|/
* b
* a
)");
}

TEST_CASE("a merge of three") {
    CHECK(drawn("a->b->m, a->c->m, a->d->m") == R"(
* m
|\
| |\
* | | b
| * | c
|/ /
| * d
|/
* a
)");
}

TEST_CASE("bases of their own end their lanes, and those beside move up") {
    CHECK(drawn("a->b, x->y, p->q") == R"(
* b
* a
* y
* x
* q
* p
)");
}

TEST_CASE("a merge of unrelated branches") {
    CHECK(drawn("a->m, b->m, m->n") == R"(
* n
* m
|\
* | a
 /
* b
)");
}

TEST_CASE("a lane crosses the ones between it and its parent") {
    CHECK(drawn("a->h1, a->b->h2, b->h3, a->h4") == R"(
* h1
| * h2
| | * h3
| |/
| * b
|/
| * h4
|/
* a
)");
}

TEST_CASE("what a range leaves out has no lane") {
    CHECK(drawn("a->b->c1->m, b->c2->m, m->n", "c1:") == R"(
* n
* m
* c1
)");
}

TEST_CASE("a text of several lines keeps the lanes beside it") {
    const auto graph = testing::graph("a->b->m, a->c->m");
    CHECK("\n" + revision::draw_graph(graph, revision::select_history(graph, std::nullopt),
                                      [](const auto& r) { return r.id + "\nmore of " + r.id + "\n\n"; }) ==
          R"(
* m
| more of m
|
|\
* | b
| | more of b
| |
| * c
| | more of c
| |
|/
* a
  more of a

)");
}

TEST_CASE("every lane leads from a revision to its parent, whatever the history") {
    // A drawing is read back: each lane is followed from row to row by the same rules a reader uses.
    const auto graph = testing::graph("a->b->c->d->e, b->f->g->e, a->h->i->j, g->j, c->k->j, x->y->j, h->l");
    const auto text = revision::draw_graph(graph, revision::select_history(graph, std::nullopt),
                                           [](const auto& revision) { return revision.id; });
    for (const auto& revision : graph.revisions()) {
        CHECK_THAT("\n" + text, Catch::Matchers::ContainsSubstring(" " + revision.id + "\n"));
    }
    CHECK(text.find('X') == std::string::npos);
}

TEST_CASE("diagrams escape what their languages would read") {
    auto revisions = testing::revisions_of("a->b, x, x ~> b");
    revisions[1].message = R"(say "hi" <b> & \ #1)";
    const auto graph = revision::RevisionGraph::build(revisions);
    const auto history = revision::select_history(graph, std::nullopt);
    CHECK(revision::draw_mermaid(graph, history) ==
          "flowchart BT\n"
          "    r1[\"b<br/>say #quot;hi#quot; #lt;b#gt; #amp; \\ #35;1\"]\n"
          "    r0[\"a<br/>\"]\n"
          "    r2[\"x<br/>\"]\n"
          "    r0 --> r1\n"
          "    r2 -.-> r1\n");
    CHECK(revision::draw_dot(graph, history) == "digraph history {\n"
                                                "    rankdir = BT;\n"
                                                "    node [shape = box];\n"
                                                "    \"b\" [label = \"b\\nsay \\\"hi\\\" <b> & \\\\ #1\"];\n"
                                                "    \"a\" [label = \"a\\n\"];\n"
                                                "    \"x\" [label = \"x\\n\"];\n"
                                                "    \"a\" -> \"b\";\n"
                                                "    \"x\" -> \"b\" [style = dashed];\n"
                                                "}\n");
}
