#include "fuzz/property.hpp"
#include "revision/describe.hpp"
#include "revision/history.hpp"
#include "revision/identifier.hpp"
#include "revision/offline.hpp"
#include "revision/plan.hpp"
#include "revision/traversal.hpp"
#include "support/graph.hpp"

#include <set>
#include <string>
#include <vector>

/// The resolver of the graph of revisions. An input has three lines: a graph as in tests/support/graph.hpp,
/// the rows of the version table, and targets as a user types them.
namespace headstart::fuzz {

namespace {

using revision::Direction;
using revision::Node;
using revision::NodeSet;
using revision::RevisionGraph;
using revision::Step;
using Strings = std::vector<std::string>;

constexpr std::size_t k_most_revisions = 40;

/// One line of a log and of a listing for each revision: none may trip over what the header said.
void describe_all(const RevisionGraph& graph) {
    for (const auto& revision : graph.revisions()) {
        (void)revision::history_line(graph, revision);
        (void)revision::long_block(graph, revision, revision.path);
        (void)revision::branch_lines(graph, revision);
    }
}

void check_graph(const RevisionGraph& graph) {
    for (const auto& revision : graph.revisions()) {
        const auto node = graph.node_of(revision);
        require(graph.find(revision.id) == node, "a revision is found by its id");
        for (const auto below : graph.links(node).down) {
            require(graph.height(below) < graph.height(node), "what is needed is lower");
        }
        for (const auto parent : graph.links(node).parents) {
            const auto& children = graph.links(parent).children;
            require(std::find(children.begin(), children.end(), node) != children.end(),
                    "parents know their children");
        }
    }
    std::set<const revision::Revision*> listed;
    for (const auto* revision : revision::select_history(graph, std::nullopt)) {
        for (const auto below : graph.links(graph.node_of(*revision)).down) {
            require(!listed.contains(&graph.revision(below)), "history is newest first");
        }
        require(listed.insert(revision).second, "history names nobody twice");
    }
    require(listed.size() == graph.size(), "history names everybody");
}

/// The rows after the steps; each step must find the rows it was planned for, and all it needs done.
Strings check_steps(const RevisionGraph& graph, const std::vector<Step>& steps, Strings rows) {
    NodeSet applied =
        revision::ancestors(graph, revision::require_known_rows(graph, rows), revision::Edges::all);
    for (const auto& step : steps) {
        const auto node = graph.node_of(*step.revision);
        const auto& links = graph.links(node);
        const bool is_up = step.direction == Direction::up;
        require(applied.contains(node) != is_up, "nothing is done twice");
        const auto is_applied = [&](Node other) { return applied.contains(other); };
        require(is_up ? std::all_of(links.down.begin(), links.down.end(), is_applied)
                      : std::none_of(links.up.begin(), links.up.end(), is_applied),
                "an order respects every edge");
        require(step.rows_before == rows && !step.row_changes.empty(), "a step knows the rows before it");
        (void)revision::step_line(step);
        rows = testing::apply(std::move(rows), step.row_changes);
        if (is_up) {
            applied.add(node);
        } else {
            applied.remove(node);
        }
        const auto implied =
            revision::ancestors(graph, revision::require_known_rows(graph, rows), revision::Edges::all);
        for (const auto& revision : graph.revisions()) {
            const auto any = graph.node_of(revision);
            require(implied.contains(any) == applied.contains(any), "the rows imply all that is applied");
        }
    }
    return rows;
}

void check_upgrade(const RevisionGraph& graph, const Strings& rows, const Strings& targets) {
    std::vector<Step> up;
    if (refusal_of([&] { up = revision::plan_upgrade(graph, rows, targets); })) {
        return;
    }
    const auto after = check_steps(graph, up, rows);
    revision::VersionRows table(graph, revision::require_known_rows(graph, after));
    for (auto step = up.rbegin(); step != up.rend(); ++step) {
        table.downgraded(graph.node_of(*step->revision));
        require(table.ids() == step->rows_before, "an upgrade undone gives the rows back");
    }
}

void check_downgrade(const RevisionGraph& graph, const Strings& rows, const std::string& target) {
    std::vector<Step> down;
    if (refusal_of([&] { down = revision::plan_downgrade(graph, rows, target); })) {
        return;
    }
    const auto after = check_steps(graph, down, rows);
    const auto nodes = revision::require_known_rows(graph, rows);
    if (!rows.empty() && revision::find_overlap(graph, nodes).below.empty()) {
        const auto again = revision::plan_upgrade(graph, after, rows);
        require(check_steps(graph, again, after) == rows, "a downgrade done again gives the rows back");
    }
}

void check_stamp(const RevisionGraph& graph, const Strings& rows, const Strings& targets, bool purge) {
    std::vector<revision::StampStep> steps;
    if (refusal_of([&] { steps = revision::plan_stamp(graph, rows, targets, purge); })) {
        return;
    }
    auto now = purge ? Strings{} : rows;
    for (const auto& step : steps) {
        require(step.rows_before == now, "a stamp knows the rows before it");
        (void)revision::stamp_line(step);
        now = testing::apply(std::move(now), step.row_changes);
    }
    (void)revision::require_known_rows(graph, now);
}

void check_names(const RevisionGraph& graph, const Strings& rows, const std::string& name) {
    const auto is_ours = [&](const revision::Revision* revision) {
        return revision != nullptr && revision >= &graph.revisions().front() &&
               revision <= &graph.revisions().back();
    };
    (void)refusal_of([&] {
        for (const auto* revision : revision::resolve(graph, name, rows)) {
            require(is_ours(revision), "a name stands for a revision of the folder");
        }
    });
    (void)refusal_of([&] {
        const auto* revision = revision::resolve_one(graph, name);
        require(revision == nullptr || is_ours(revision), "so does a single one");
    });
    (void)refusal_of([&] {
        for (const auto* revision : revision::select_history(graph, name, rows)) {
            require(is_ours(revision), "so does a range");
        }
    });
    (void)refusal_of([&] { revision::offline_upgrade(graph, name); });
    (void)refusal_of([&] { revision::offline_downgrade(graph, name); });
    (void)refusal_of([&] { revision::select_current(graph, rows); });
}

} // namespace

} // namespace headstart::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace headstart;
    using namespace headstart::fuzz;
    const auto [notation, row_line, target_line] = split_lines<3>(text_of(data, size));
    auto revisions = testing::revisions_of(notation);
    if (revisions.size() > k_most_revisions) {
        return k_rejected; // as slow as it is unlikely to show more
    }
    std::optional<revision::RevisionGraph> graph;
    if (refusal_of([&] { graph = revision::RevisionGraph::build(std::move(revisions)); })) {
        return 0;
    }
    describe_all(*graph);
    check_graph(*graph);
    auto rows = testing::words(row_line);
    std::sort(rows.begin(), rows.end());
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
    const auto targets = testing::words(target_line);
    check_upgrade(*graph, rows, targets);
    check_stamp(*graph, rows, targets, false);
    check_stamp(*graph, rows, targets, true);
    for (const auto& target : targets) {
        check_downgrade(*graph, rows, target);
        check_names(*graph, rows, target);
    }
    return 0;
}
