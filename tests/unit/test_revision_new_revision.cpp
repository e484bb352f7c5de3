#include "revision/new_revision.hpp"
#include "support/catch.hpp"
#include "support/graph.hpp"
#include "support/refusal.hpp"

using namespace headstart;

namespace {

std::string parents(const char* notation, const std::vector<std::string>& heads, bool splice = false) {
    std::vector<std::string> ids;
    const auto graph = testing::graph(notation);
    for (const auto* parent : revision::resolve_new_parents(graph, heads, splice)) {
        ids.push_back(parent->id);
    }
    return base::join(ids, " ");
}

} // namespace

TEST_CASE("a new revision follows the heads it is told to") {
    CHECK(parents("a->b", {"head"}) == "b");
    CHECK(parents("", {"head"}).empty());
    CHECK(parents("a->b", {"base"}).empty());
    CHECK(parents("a->b1, a->b2", {"heads"}) == "b1 b2");
    CHECK(parents("a->b1, a->b2", {"b2", "b1"}) == "b2 b1");
    CHECK(parents("a->b1[L], a->b2", {"L@head"}) == "b1");
    CHECK(parents("a->b", {"a"}, true) == "a");
}

TEST_CASE("a new revision that would branch by mistake is refused") {
    CHECK(testing::refusal([] { parents("a->b1, a->b2", {"head"}); }) ==
          "exit 2\n"
          "error[HS0108]: Multiple heads are present; please specify the head revision on which the new "
          "revision "
          "should be based, or perform a merge.\n"
          "note: b1, b1.sql\n"
          "note: b2, b2.sql\n"
          "hint: headstart merge -m \"merge heads\" b1 b2\n");
    CHECK(testing::refusal([] { parents("a->b", {"a"}); }) ==
          "exit 2\n"
          "error[HS0111]: Revision a is not a head revision; please specify --splice to create a new branch "
          "from "
          "this revision\n"
          "note: a, a.sql\n"
          "hint: headstart heads lists the heads\n");
    CHECK(testing::refusal([] { parents("a->b", {"b", "head"}); }) ==
          "exit 2\n"
          "error[HS0111]: Duplicate head revisions specified\n"
          "note: b, b.sql\n"
          "hint: name each of them once\n");
}

TEST_CASE("dependencies are written as full ids, labels as labels") {
    const auto graph = testing::graph("abcdef[L]->b");
    CHECK(revision::resolve_new_dependencies(graph, {"abcd", "L", "head"}) ==
          std::vector<std::string>{"abcdef", "L", "b"});
    CHECK(testing::refusal([&] { revision::resolve_new_dependencies(graph, {"base"}); }) ==
          "exit 2\n"
          "error[HS0111]: 'base' is no revision to depend on\n"
          "hint: name an id or a label: headstart history lists them\n");
}

TEST_CASE("a new revision that would make the folder unloadable is refused before it is written") {
    const auto graph = testing::graph("a[L]->b");
    revision::Revision candidate;
    candidate.id = "c";
    candidate.path = "c.sql";
    candidate.down_revisions = {"b"};
    CHECK(testing::refusal([&] { revision::check_new_revision(graph, candidate); }) == "done");
    candidate.branch_labels = {"L"};
    CHECK(testing::refusal([&] { revision::check_new_revision(graph, candidate); }) ==
          "exit 2\n"
          "error[HS0105]: Branch name 'L' in revision c already used by revision a\n"
          "note: c is in c.sql\n"
          "note: a is in a.sql\n"
          "hint: choose another branch label\n");
}
