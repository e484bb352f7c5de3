#include "revision/identifier.hpp"
#include "support/catch.hpp"
#include "support/graph.hpp"
#include "support/refusal.hpp"

using namespace headstart;

namespace {

/// a1 branches into ae1027(blue) -> ae1028 and b2 -> c3; y1 -> y2 depends on c3.
const char* const k_folder = "a1->ae1027[blue]->ae1028, a1->b2->c3, y1->y2[why why-2], c3 ~> y2";

std::string resolve(std::string_view identifier, const std::vector<std::string>& rows = {}) {
    const auto graph = testing::graph(k_folder);
    std::vector<std::string> ids;
    for (const auto* revision : revision::resolve(graph, identifier, rows)) {
        ids.push_back(revision->id);
    }
    return base::join(ids, " ");
}

std::string refused(std::string_view identifier) {
    return testing::refusal([&] { resolve(identifier); });
}

} // namespace

TEST_CASE("symbols stand for heads, bases and rows") {
    CHECK(resolve("heads") == "ae1028 y2");
    CHECK(resolve("blue@heads") == "ae1028");
    // With a branch the heads that others depend on count as well.
    CHECK(resolve("a1@heads") == "ae1028 c3");
    CHECK(resolve("blue@head") == "ae1028");
    CHECK(resolve("base").empty());
    CHECK(resolve("why@base").empty());
    CHECK(resolve("current", {"c3", "ae1028"}) == "c3 ae1028");
    CHECK(revision::resolve(testing::graph(""), "head").empty());
    CHECK(revision::resolve_one(testing::graph("a->b"), "head")->id == "b");
    CHECK(revision::resolve_one(testing::graph("a->b"), "base") == nullptr);
}

TEST_CASE("an exact id or label is understood, else the beginning of one") {
    CHECK(resolve("b2") == "b2");
    CHECK(resolve("blue") == "ae1027");
    CHECK(resolve("why-2") == "y2");
    CHECK(resolve("blu") == "ae1027");
    CHECK(resolve("ae1028") == "ae1028");
    CHECK(resolve("blue@ae1028") == "ae1028");
    CHECK(resolve("blue@a1") == "a1");
    CHECK(resolve("blue@b") == "ae1027");
    CHECK(resolve("b2@c3") == "c3");
    CHECK(resolve("@c3") == "c3");
}

TEST_CASE("a negative number counts down from every effective head") {
    CHECK(resolve("-1") == "ae1027 y1");
    CHECK(resolve("blue@-1") == "ae1027");
    // An id is no label, so no head carries it.
    CHECK(resolve("b2@-1").empty());
    CHECK(refused("-2") == "exit 2\n"
                           "error[HS0111]: Relative revision -2 didn't produce 2 migrations\n"
                           "hint: there are not that many revisions below the heads: headstart history lists "
                           "them\n");
}

TEST_CASE("what cannot be located is refused with what might have been meant") {
    CHECK(refused("ae1029") == "exit 2\n"
                               "error[HS0106]: Can't locate revision identified by 'ae1029'\n"
                               "hint: did you mean 'ae1027'?\n");
    // Shorter than four characters: not a candidate for a beginning.
    CHECK(refused("c") == "exit 2\n"
                          "error[HS0106]: Can't locate revision identified by 'c'\n"
                          "hint: did you mean 'c3'?\n");
    CHECK(refused("") == "exit 2\n"
                         "error[HS0106]: Can't locate revision identified by ''\n"
                         "hint: headstart history lists the revisions of the folder\n");
    CHECK(refused("ae10") == "exit 2\n"
                             "error[HS0107]: Can't locate revision identified by 'ae10'\n"
                             "note: it may be ae1027, ae1027.sql\n"
                             "note: it may be ae1028, ae1028.sql\n"
                             "hint: type more of it\n");
    CHECK(refused("blue@c3") == "exit 2\n"
                                "error[HS0106]: Can't locate revision identified by 'c3'\n"
                                "note: revision c3 is not on branch 'blue'\n"
                                "hint: headstart history lists the revisions of the folder\n");
    CHECK(refused("green@head") == "exit 2\n"
                                   "error[HS0106]: Can't locate revision identified by 'green'\n"
                                   "hint: headstart history lists the revisions of the folder\n");
    CHECK(refused("heads@head") == "exit 2\n"
                                   "error[HS0106]: Can't locate revision identified by 'heads'\n"
                                   "note: 'heads' is not a branch\n"
                                   "hint: headstart history lists the revisions of the folder\n");
    CHECK(refused("current@head") == "exit 2\n"
                                     "error[HS0106]: Can't locate revision identified by 'current'\n"
                                     "note: 'current' is not a branch\n"
                                     "hint: headstart history lists the revisions of the folder\n");
}

TEST_CASE("a beginning that fits an id and a label, or two labels of one revision, is ambiguous") {
    const auto graph = testing::graph("long1[long long-2]");
    CHECK(testing::refusal([&] { revision::resolve(graph, "lo"); }) ==
          "exit 2\n"
          "error[HS0107]: Can't locate revision identified by 'lo'\n"
          "note: it may be long1, long1.sql\n"
          "note: it may be the branch label long of long1\n"
          "note: it may be the branch label long-2 of long1\n"
          "hint: type more of it\n");
}

TEST_CASE("several heads are named, with the command that merges them") {
    auto revisions = testing::revisions_of("a->b1, a->b2");
    revisions[1].message = "Add phone";
    revisions[1].create_date = "2025-10-03 23:15:00+00:00";
    const auto graph = revision::RevisionGraph::build(revisions);
    CHECK(testing::refusal([&] { revision::resolve_one(graph, "head"); }) ==
          "exit 2\n"
          "error[HS0108]: Multiple head revisions are present for given argument 'head'; please specify a "
          "specific "
          "target revision, '<branchname>@head' to narrow to a specific head, or 'heads' for all heads\n"
          "note: b1, b1.sql, 2025-10-03 23:15:00+00:00: Add phone\n"
          "note: b2, b2.sql\n"
          "hint: headstart merge -m \"merge heads\" b1 b2\n");
}

TEST_CASE("only current needs the version table") {
    CHECK(revision::refers_to_current("current"));
    CHECK(revision::refers_to_current("current:head"));
    CHECK(revision::refers_to_current("-3:current"));
    CHECK_FALSE(revision::refers_to_current("concurrent"));
    CHECK_FALSE(revision::refers_to_current("base:head"));
}
