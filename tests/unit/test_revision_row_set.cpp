#include "revision/plan.hpp"
#include "revision/row_set.hpp"
#include "support/catch.hpp"

#include <malloc.h>
#include <random>
#include <set>
#include <string>
#include <vector>

using namespace headstart;

namespace {

/// `count` revisions on `heads` branches, which all begin at the first one.
revision::RevisionGraph branches(std::size_t count, std::size_t heads) {
    std::vector<revision::Revision> revisions(count);
    for (std::size_t i = 0; i < count; ++i) {
        revisions[i].id = "r" + std::to_string(i);
        if (i > 0) {
            revisions[i].down_revisions = {"r" + std::to_string(i > heads ? i - heads : 0)};
        }
    }
    return revision::RevisionGraph::build(std::move(revisions));
}

/// Bytes of the heap that the plan of all of a history holds, for each of its steps. Nothing under
/// sanitizers, which have a heap of their own.
std::size_t bytes_a_step(std::size_t count, std::size_t heads) {
    const auto graph = branches(count, heads);
    const auto before = ::mallinfo2();
    const auto steps = revision::plan_upgrade(graph, {}, std::vector<std::string>{"heads"});
    const auto after = ::mallinfo2();
    REQUIRE(steps.size() == count);
    CHECK(steps.back().rows_before.ids().size() == heads);
    return (after.uordblks + after.hblkhd - before.uordblks - before.hblkhd) / count;
}

} // namespace

TEST_CASE("a set of rows is what a sorted set would be, and no change reaches an older one") {
    std::mt19937 random(15); // NOLINT(bugprone-random-generator-seed): the same each time
    const auto graph = branches(60, 20);
    revision::RowSet rows;
    std::set<std::string> expected;
    for (int i = 0; i < 3000; ++i) {
        const auto node = std::uniform_int_distribution<revision::Node>(0, 59)(random);
        const bool adds = random() % 2 == 0;
        const auto before = std::vector(expected.begin(), expected.end());
        const auto next = adds ? rows.with(graph, node) : rows.without(graph, node);
        REQUIRE(rows == before);
        adds ? void(expected.insert(graph.id(node))) : void(expected.erase(graph.id(node)));
        rows = next;
        REQUIRE(rows == std::vector(expected.begin(), expected.end()));
        REQUIRE(rows.empty() == expected.empty());
    }
}

TEST_CASE("what a plan takes grows with its steps, however many heads there are") {
    const auto small = bytes_a_step(2'000, 500);
    const auto large = bytes_a_step(20'000, 5'000);
    INFO(small << " and " << large << " bytes");
    CHECK(large <= small * 3 / 2); // the logarithm of the heads; a list of them would be ten times as much
}
