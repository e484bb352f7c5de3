#include "revision/offline.hpp"
#include "support/catch.hpp"
#include "support/graph.hpp"
#include "support/refusal.hpp"

using namespace headstart;

namespace {

std::string show(const revision::OfflineTargets& offline) {
    return base::join(offline.rows, " ") + " => " + base::join(offline.targets, " ");
}

} // namespace

TEST_CASE("an offline run starts from what the range says") {
    const auto graph = testing::graph("abcdef->b->c, abcdef->d");
    CHECK(show(revision::offline_upgrade(graph, "heads")) == " => heads");
    CHECK(show(revision::offline_upgrade(graph, "abcd:+1")) == "abcdef => +1");
    CHECK(show(revision::offline_upgrade(graph, "base:b")) == " => b");
    CHECK(show(revision::offline_downgrade(graph, "c:base")) == "c => base");
    CHECK(show(revision::offline_stamp(graph, {"b:c", "d"})) == "b => c d");
    CHECK(show(revision::offline_stamp(graph, {"b:c", "b:d"})) == "b => c d");
    CHECK(show(revision::offline_stamp(graph, {"c", "d"})) == " => c d");
}

TEST_CASE("ranges that are none are refused") {
    const auto graph = testing::graph("a->b");
    const auto upgrade = [&](const char* range) {
        return testing::refusal([&] { revision::offline_upgrade(graph, range); });
    };
    CHECK(upgrade("a:") == "exit 2\n"
                           "error[HS0111]: 'a:' is no range\n"
                           "hint: write FROM:TO, for example base:head\n");
    CHECK(upgrade(":b") == "exit 2\n"
                           "error[HS0111]: ':b' is no range\n"
                           "hint: write FROM:TO, for example base:head\n");
    CHECK(upgrade("a:b:c") == "exit 2\n"
                              "error[HS0111]: 'a:b:c' is no range\n"
                              "hint: write FROM:TO, for example base:head\n");
    CHECK(testing::refusal([&] { revision::offline_downgrade(graph, "base"); }) ==
          "exit 2\n"
          "error[HS0111]: downgrade with --sql requires <fromrev>:<torev>\n"
          "hint: for example head:base\n");
    CHECK(testing::refusal([&] { revision::offline_stamp(graph, {"a:b", "base:b"}); }) ==
          "exit 2\n"
          "error[HS0111]: Stamp operation with --sql only supports a single starting revision at a time\n"
          "note: both a and base are given\n"
          "hint: write a script for each of them\n");
    CHECK(testing::refusal([] { revision::forbid_range("a:b"); }) ==
          "exit 2\n"
          "error[HS0111]: Range revision not allowed\n"
          "hint: only --sql takes FROM:TO; otherwise the database says where to start\n");
    CHECK(testing::refusal([] { revision::forbid_range("head"); }) == "done");
}
