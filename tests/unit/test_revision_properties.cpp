#include "diag/diagnostic.hpp"
#include "revision/history.hpp"
#include "support/catch.hpp"
#include "support/graph.hpp"

#include <algorithm>
#include <random>

using namespace headstart;

namespace {

using Strings = std::vector<std::string>;

/// A folder of `count` revisions with branches, merges and dependencies, its load order shuffled.
revision::RevisionGraph random_graph(std::mt19937& random, std::size_t count) {
    const auto below = [&](std::size_t limit) {
        return std::uniform_int_distribution<std::size_t>(0, limit - 1)(random);
    };
    std::vector<revision::Revision> revisions(count);
    for (std::size_t i = 0; i < count; ++i) {
        revisions[i].id = "r" + std::to_string(i);
        revisions[i].path = revisions[i].id + ".sql";
        for (std::size_t parents = i == 0 ? 0 : below(8); parents > 0;
             parents = parents > 4 ? 1 : parents / 2) {
            revisions[i].down_revisions.push_back("r" +
                                                  std::to_string(i - 1 - below(std::min<std::size_t>(i, 6))));
        }
        if (i > 0 && below(5) == 0) {
            revisions[i].depends_on.push_back("r" + std::to_string(below(i)));
        }
    }
    std::shuffle(revisions.begin(), revisions.end(), random);
    return revision::RevisionGraph::build(std::move(revisions));
}

/// Rows as a database can have them: some revisions, none of them an ancestor of another.
Strings random_rows(std::mt19937& random, const revision::RevisionGraph& graph) {
    revision::Nodes picked;
    for (int i = 0; i < 3; ++i) {
        picked.push_back(std::uniform_int_distribution<revision::Node>(
            0, static_cast<revision::Node>(graph.size() - 1))(random));
    }
    revision::Nodes below;
    for (const auto node : picked) {
        const auto& down = graph.links(node).down;
        below.insert(below.end(), down.begin(), down.end());
    }
    const auto implied = revision::ancestors(graph, below, revision::Edges::all);
    Strings rows;
    for (const auto node : picked) {
        if (!implied.contains(node) && std::find(rows.begin(), rows.end(), graph.id(node)) == rows.end()) {
            rows.push_back(graph.id(node));
        }
    }
    std::sort(rows.begin(), rows.end());
    return rows;
}

Strings rows_after(const std::vector<revision::Step>& steps, Strings rows) {
    for (const auto& step : steps) {
        REQUIRE(step.rows_before == rows);
        REQUIRE_FALSE(step.row_changes.empty());
        rows = testing::apply(std::move(rows), step.row_changes);
    }
    return rows;
}

/// Every step comes after all that it needs (up) or all that needs it (down).
bool respects_edges(const revision::RevisionGraph& graph, const std::vector<revision::Step>& steps) {
    std::vector<std::size_t> place(graph.size(), steps.size());
    for (std::size_t i = 0; i < steps.size(); ++i) {
        place[graph.node_of(*steps[i].revision)] = i;
    }
    for (std::size_t i = 0; i < steps.size(); ++i) {
        for (const auto below : graph.links(graph.node_of(*steps[i].revision)).down) {
            const bool is_up = steps[i].direction == revision::Direction::up;
            if (place[below] != steps.size() && (place[below] < i) != is_up) {
                return false;
            }
        }
    }
    return true;
}

/// It is a row, or a child of it is applied. (A dependent alone does not count, as in Alembic.)
bool can_downgrade_to(const revision::RevisionGraph& graph, const Strings& rows, const std::string& target) {
    const auto applied =
        revision::ancestors(graph, revision::require_known_rows(graph, rows), revision::Edges::all);
    const auto& children = graph.links(*graph.find(target)).children;
    return std::find(rows.begin(), rows.end(), target) != rows.end() ||
           std::any_of(children.begin(), children.end(), [&](auto child) { return applied.contains(child); });
}

} // namespace

TEST_CASE("on random folders, an upgrade undone gives the rows back") {
    for (unsigned seed = 1; seed <= 300; ++seed) {
        std::mt19937 random(seed);
        const auto graph = random_graph(random, 1 + seed % 40);
        const auto rows = random_rows(random, graph);
        INFO("seed " << seed);
        const auto up = revision::plan_upgrade(graph, rows, {"heads"});
        const auto at_heads = rows_after(up, rows);
        CHECK(revision::is_at_heads(graph, at_heads));
        CHECK(respects_edges(graph, up));
        CHECK(revision::plan_upgrade(graph, at_heads, {"heads"}).empty());

        const auto all_down = revision::plan_downgrade(graph, at_heads, "base");
        CHECK(all_down.size() == graph.size());
        CHECK(respects_edges(graph, all_down));
        CHECK(rows_after(all_down, at_heads).empty());

        // Undone one by one, newest first, the rows pass through the same states.
        revision::Nodes nodes;
        for (const auto& row : at_heads) {
            nodes.push_back(*graph.find(row));
        }
        revision::VersionRows table(graph, nodes);
        for (auto step = up.rbegin(); step != up.rend(); ++step) {
            table.downgraded(graph.node_of(*step->revision));
            CHECK(table.ids() == step->rows_before);
        }
    }
}

TEST_CASE("on random folders, a downgrade undoes what needs its target's children, and nothing else") {
    for (unsigned seed = 1; seed <= 300; ++seed) {
        std::mt19937 random(seed);
        const auto graph = random_graph(random, 2 + seed % 40);
        const auto rows = random_rows(random, graph);
        const auto target = graph.revisions()[seed % graph.size()].id;
        INFO("seed " << seed << " target " << target);
        const auto up = revision::plan_upgrade(graph, rows, {target});
        const auto after_up = rows_after(up, rows);
        if (!can_downgrade_to(graph, after_up, target)) {
            CHECK_THROWS_AS(revision::plan_downgrade(graph, after_up, target), diag::Error);
            continue;
        }
        const auto down = revision::plan_downgrade(graph, after_up, target);
        CHECK(respects_edges(graph, down));
        const auto after_down = rows_after(down, after_up);
        // What is undone can be run again, and leads to the same rows.
        const auto again = revision::plan_upgrade(graph, after_down, after_up);
        CHECK(rows_after(again, after_down) == after_up);
    }
}

TEST_CASE("ten thousand revisions in one line") {
    std::vector<revision::Revision> revisions(10'000);
    for (std::size_t i = 0; i < revisions.size(); ++i) {
        revisions[i].id = std::to_string(100'000 + i);
        if (i > 0) {
            revisions[i].down_revisions = {revisions[i - 1].id};
        }
    }
    revisions[5'000].branch_labels = {"middle"};
    const auto first = revisions.front().id;
    const auto last = revisions.back().id;
    const auto graph = revision::RevisionGraph::build(std::move(revisions));
    const auto up = revision::plan_upgrade(graph, {}, {"head"});
    REQUIRE(up.size() == 10'000);
    CHECK(up.front().revision->id == first);
    CHECK(rows_after(up, {}) == Strings{last});
    CHECK(graph.carries(*graph.find(first), "middle"));
    CHECK(revision::plan_upgrade(graph, {last}, {"head"}).empty());
    CHECK(revision::plan_upgrade(graph, {first}, {"+9998"}).size() == 9'998);
    CHECK(rows_after(revision::plan_downgrade(graph, {last}, "-9999"), {last}) == Strings{first});
    CHECK(rows_after(revision::plan_downgrade(graph, {last}, "base"), {last}).empty());
    const auto history = revision::select_history(graph, "-2:");
    CHECK(history.size() == 3);
    CHECK(history.front()->id == last);
}

TEST_CASE("ten thousand revisions on a hundred branches that merge and depend on each other") {
    constexpr std::size_t k_branches = 100;
    std::vector<revision::Revision> revisions(10'000);
    for (std::size_t i = 0; i < revisions.size(); ++i) {
        revisions[i].id = std::to_string(100'000 + i);
        if (i >= k_branches) {
            revisions[i].down_revisions = {revisions[i - k_branches].id};
        }
        if (i > 2 * k_branches && i % 7 == 0) {
            revisions[i].down_revisions.push_back(revisions[i - k_branches - 1].id);
        }
        if (i > 3 * k_branches && i % 11 == 0) {
            revisions[i].depends_on = {revisions[i - k_branches - 50].id};
        }
    }
    const auto graph = revision::RevisionGraph::build(std::move(revisions));
    const auto up = revision::plan_upgrade(graph, {}, {"heads"});
    REQUIRE(up.size() == 10'000);
    CHECK(respects_edges(graph, up));
    const auto at_heads = rows_after(up, {});
    CHECK(revision::is_at_heads(graph, at_heads));
    const auto down = revision::plan_downgrade(graph, at_heads, "base");
    CHECK(respects_edges(graph, down));
    CHECK(rows_after(down, at_heads).empty());
    CHECK(revision::select_history(graph, std::nullopt).size() == 10'000);
}
