#include "revision/history.hpp"
#include "support/catch.hpp"
#include "support/graph.hpp"
#include "support/refusal.hpp"

using namespace headstart;

namespace {

struct Case {
    const char* graph;
    const char* range;
    const char* rows;
    const char* listed;
};

std::string history(const Case& c) {
    const auto graph = testing::graph(c.graph);
    std::vector<std::string> ids;
    for (const auto* revision : revision::select_history(graph, c.range, testing::words(c.rows))) {
        ids.push_back(revision->id);
    }
    return base::join(ids, " ");
}

std::string refused(const char* graph, const char* range, const char* rows = "") {
    return testing::refusal([&] { history({graph, range, rows, ""}); });
}

const char* const k_line = "a->b->c->d";
const char* const k_fork = "a->b->c1[L1]->d1, b->c2[L2]->d2";
const char* const k_dependent = "x1->x2, y1->y2, x1 ~> y2";

} // namespace

TEST_CASE("history lists a range, newest first") {
    const Case cases[] = {
        {k_line, ":", "", "d c b a"},
        {k_line, "base:head", "", "d c b a"},
        {k_line, "b:", "", "d c b"},
        {k_line, ":b", "", "b a"},
        {k_line, "b:c", "", "c b"},
        {k_line, " b:c ", "", "c b"},
        {k_line, "a:+2", "", "c b a"},
        {k_line, "a:+99", "", "d c b a"},
        {k_line, "b:d-1", "", "c b"},
        {k_line, "current:", "c", "d c"},
        {k_line, ":current", "b", "b a"},
        {k_line, "current:+1", "b", "c b"},
        {k_line, "current:", "", "d c b a"},
        {k_line, ":current", "", "d c b a"},
        {k_fork, ":", "", "d1 c1 d2 c2 b a"},
        {k_fork, "b:", "", "d1 c1 d2 c2 b"},
        {k_fork, "b:d2", "", "d2 c2 b"},
        {k_fork, "L1@base:", "", "d1 c1 b a"},
        {k_fork, "L1@c1:", "", "d1 c1"},
        {k_fork, "d1@base:", "", "d1 c1 b a"},
        {k_dependent, ":y2", "", "y2 y1 x1"},
        {k_dependent, "y1:y2", "", "y2 y1"},
        {k_dependent, "current:", "y1", "y2 y1"},
        {"a[L]", "L@base:L@base", "", ""},
        {"", ":", "", ""},
    };
    for (const auto& c : cases) {
        INFO(c.graph << " range " << c.range << " rows [" << c.rows << "]");
        CHECK(history(c) == c.listed);
    }
}

TEST_CASE("a left end of -N counts from the right end and stops at base") {
    const Case cases[] = {
        {k_line, "-2:", "", "d c b"},    {k_line, "-2:current", "c", "c b a"},
        {k_line, "-9:c", "", "c b a"},   {k_fork, "-1:", "", "d1 c1 d2 c2"},
        {k_fork, "L2@-1:", "", "d2 c2"},
    };
    for (const auto& c : cases) {
        INFO(c.graph << " range " << c.range << " rows [" << c.rows << "]");
        CHECK(history(c) == c.listed);
    }
}

TEST_CASE("a stretch that only a dropped dependency links is listed all the same") {
    // c's dependency on x is b's as well, so nothing in the listed part leads from c down to x.
    CHECK(history({"x->b->c, x ~> c, x ~> b", "x:c", "", ""}) == "c b x");
}

TEST_CASE("a range must be one, and go up") {
    CHECK(refused(k_line, "a") == "exit 2\n"
                                  "error[HS0111]: History range requires [start]:[end], [start]:, or :[end]\n"
                                  "hint: for example base:head, or -3:current\n");
    CHECK(refused(k_line, "a:b:c") == refused(k_line, "a"));
    CHECK(refused(k_line, "d:b") == "exit 2\n"
                                    "error[HS0111]: Requested range d:b does not refer to "
                                    "ancestor/descendant revisions along the same branch\n"
                                    "hint: the start must be an ancestor of the end\n");
    CHECK(refused(k_line, "current:current", "b") ==
          "exit 2\n"
          "error[HS0106]: Can't locate revision identified by 'current'\n"
          "hint: headstart history lists the revisions of the folder\n");
    CHECK(refused(k_line, "c-1:d") == "exit 2\n"
                                      "error[HS0106]: Can't locate revision identified by 'c-1'\n"
                                      "hint: headstart history lists the revisions of the folder\n");
    CHECK(refused(k_fork, "a:head") ==
          "exit 2\n"
          "error[HS0108]: Multiple head revisions are present for given argument 'head'; please specify a "
          "specific "
          "target revision, '<branchname>@head' to narrow to a specific head, or 'heads' for all heads\n"
          "note: d1, d1.sql\n"
          "note: d2, d2.sql\n"
          "hint: headstart merge -m \"merge heads\" d1 d2\n");
}

TEST_CASE("current, heads and branchpoints are selected in a fixed order") {
    const auto graph = testing::graph(k_dependent);
    const auto ids = [](const std::vector<const revision::Revision*>& revisions) {
        std::string text;
        for (const auto* revision : revisions) {
            text += (text.empty() ? "" : " ") + revision->id;
        }
        return text;
    };
    CHECK(ids(revision::select_current(graph, {"y2"})) == "x1 y2");
    CHECK(ids(revision::select_heads(testing::graph("y1->y2, a, y2 ~> a"), false)) == "y2 a");
    CHECK(ids(revision::select_heads(testing::graph("y1->y2, a, y2 ~> a"), true)) == "a");
    CHECK(ids(revision::select_branchpoints(testing::graph("a->b->c1, b->c2, a->d"))) == "b a");
}

TEST_CASE("the database is at its heads when the rows are the effective ones") {
    const auto graph = testing::graph("y1->y2, a->b, y2 ~> b");
    CHECK(revision::is_at_heads(graph, {"b"}));
    CHECK_FALSE(revision::is_at_heads(graph, {"y2", "b"}));
    CHECK_FALSE(revision::is_at_heads(graph, {}));
}
