#include "revision/describe.hpp"
#include "support/catch.hpp"
#include "support/graph.hpp"

using namespace headstart;

namespace {

revision::RevisionGraph described_graph() {
    auto revisions = testing::revisions_of("a->b[L]->c1, b->c2, c1->m, c2->m, x[X], [X] ~> m, c1 ~> x2");
    for (auto& revision : revisions) {
        revision.message = "message of " + revision.id;
        revision.description = revision.message + "\n\nmore of it";
    }
    revisions.back().message.clear();
    return revision::RevisionGraph::build(revisions);
}

} // namespace

TEST_CASE("lines have Alembic's shapes") {
    const auto graph = described_graph();
    const auto history = [&](std::string_view id, bool is_current = false) {
        return revision::history_line(graph, *graph.find_revision(id), {.is_current = is_current});
    };
    CHECK(history("a") == "<base> -> a, message of a");
    CHECK(history("b") == "a -> b (L) (branchpoint), message of b");
    CHECK(history("m", true) == "c1, c2 (X) -> m (L) (head) (current) (mergepoint), message of m");
    // A head that another revision depends on.
    CHECK(history("x") == "<base> -> x (X) (effective head), message of x");
    CHECK(history("x2") == "<base> (c1) -> x2 (head), ");
    CHECK(revision::current_line(graph, *graph.find_revision("b")) == "b (branchpoint)");
    CHECK(revision::current_line(graph, *graph.find_revision("m")) == "m (head) (mergepoint)");
    CHECK(revision::heads_line(graph, *graph.find_revision("m")) == "m (L) (head)");
    CHECK(revision::heads_line(graph, *graph.find_revision("x")) == "x (X) (effective head)");
}

TEST_CASE("the long block says everything about a revision") {
    const auto graph = described_graph();
    CHECK(revision::long_block(graph, *graph.find_revision("m"), "/m.sql", {.is_current = true}) ==
          "Rev: m (head) (mergepoint) (current)\n"
          "Merges: c1, c2\n"
          "Also depends on: X\n"
          "Branch names: L\n"
          "Path: /m.sql\n"
          "\n"
          "    message of m\n"
          "    \n"
          "    more of it\n"
          "\n");
    CHECK(revision::long_block(graph, *graph.find_revision("b"), "/b.sql") == "Rev: b (branchpoint)\n"
                                                                              "Parent: a\n"
                                                                              "Branches into: c1, c2\n"
                                                                              "Branch names: L\n"
                                                                              "Path: /b.sql\n"
                                                                              "\n"
                                                                              "    message of b\n"
                                                                              "    \n"
                                                                              "    more of it\n"
                                                                              "\n");
    // Head here means head, dependents or not.
    CHECK(revision::long_block(graph, *graph.find_revision("x"), "/x.sql").substr(0, 29) ==
          "Rev: x (head)\nParent: <base>\n");
}

TEST_CASE("branches are listed with their children") {
    const auto graph = described_graph();
    const auto& b = *graph.find_revision("b");
    CHECK(revision::branch_lines(graph, b) == "b (L) (branchpoint)\n"
                                              "  -> c1 (L)\n"
                                              "  -> c2 (L)\n"
                                              "\n");
    CHECK(revision::branch_lines(graph, b, "the block\n\n") == "the block\n"
                                                               "\n"
                                                               "  -> c1 (L), message of c1\n"
                                                               "  -> c2 (L), message of c2\n"
                                                               "\n");
}

TEST_CASE("log lines name parents, not dependencies") {
    const auto graph = described_graph();
    const auto up = revision::plan_upgrade(graph, {}, {"m", "x2"});
    CHECK(revision::step_line(up.front()) == "Running upgrade  -> x, message of x");
    CHECK(revision::step_line(up.at(5)) == "Running upgrade  -> x2");
    CHECK(revision::step_arrow(up.back()) == "c1, c2 -> m");
    const auto down = revision::plan_downgrade(graph, {"m"}, "base");
    CHECK(revision::step_line(down.front()) == "Running downgrade m -> c1, c2, message of m");
    CHECK(revision::step_line(down.back()) == "Running downgrade x -> , message of x");
    CHECK(revision::stamp_line(revision::plan_stamp(graph, {"c1", "c2"}, {"b"}, false).front()) ==
          "Running stamp_revision c1, c2 -> b");
    CHECK(revision::stamp_line(revision::plan_stamp(graph, {"a"}, {"base"}, false).front()) ==
          "Running stamp_revision a -> ");
}
