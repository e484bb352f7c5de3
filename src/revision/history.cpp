#include "revision/history.hpp"

#include "base/text.hpp"
#include "revision/errors.hpp"
#include "revision/identifier.hpp"
#include "revision/order.hpp"
#include "revision/relative.hpp"
#include "revision/targets.hpp"
#include "revision/traversal.hpp"
#include "revision/version_rows.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace headstart::revision {

namespace {

struct Range {
    std::string_view lower; ///< empty: base
    std::string_view upper; ///< empty: heads
};

Range parse_range(std::string_view text) {
    const auto range = base::trim(text);
    const auto colon = range.find(':');
    if (colon == std::string_view::npos || range.find(':', colon + 1) != std::string_view::npos) {
        throw invalid_target("History range requires [start]:[end], [start]:, or :[end]", {},
                             "for example base:head, or -3:current");
    }
    return {range.substr(0, colon), range.substr(colon + 1)};
}

std::vector<const Revision*> revisions_of(const RevisionGraph& graph, const Nodes& nodes) {
    std::vector<const Revision*> revisions;
    for (const auto node : nodes) {
        revisions.push_back(&graph.revision(node));
    }
    return revisions;
}

/// Selects `L:U`. One object per question, so that the steps need no long argument lists.
class Selection {
public:
    Selection(const RevisionGraph& graph, Range range, const Nodes& rows)
        : m_graph(graph)
        , m_range(range)
        , m_rows(rows) {}

    Nodes select() {
        const auto identifier = split_identifier(m_range.lower);
        if (const auto steps = negative_number(identifier.symbol)) {
            return select_last(identifier.branch, *steps);
        }
        const auto lower = resolve_lower();
        auto targets = resolve_upper(lower);
        if (!identifier.branch.empty()) {
            targets = on_branch(targets, identifier.branch);
        }
        require_no_overlapping_targets(m_graph, targets);
        return newest_first(m_graph, between(lower, targets), targets, lower.empty());
    }

private:
    Nodes resolve_lower() const {
        if (m_range.lower.empty()) {
            return {};
        }
        if (m_range.lower == "current" && m_range.upper != "current") {
            return m_rows;
        }
        return resolve_list(m_graph, m_range.lower);
    }

    Nodes resolve_upper(const Nodes& lower) const {
        if (m_range.upper.empty() || (m_range.upper == "current" && m_rows.empty())) {
            return m_graph.effective_heads();
        }
        if (m_range.upper == "current") {
            return m_rows;
        }
        return resolve_upgrade_target(m_graph, lower, m_range.upper, Overrun::stop);
    }

    /// `L`'s branch part narrows U: to what carries the label, or shares lineage with a revision that stands
    /// for its branch without carrying exactly one label.
    Nodes on_branch(const Nodes& targets, std::string_view branch) const {
        const auto branch_of = resolve_branch(m_graph, branch);
        const auto labels = m_graph.carried_labels(branch_of);
        const bool is_label = m_graph.find_label(branch).has_value();
        if (!is_label && labels.size() != 1) {
            return keep(targets, lineage(m_graph, {branch_of}, Edges::lineage));
        }
        const std::string label = is_label ? std::string(branch) : labels.front();
        Nodes kept;
        std::copy_if(targets.begin(), targets.end(), std::back_inserter(kept),
                     [&](Node target) { return m_graph.carries(target, label); });
        return kept;
    }

    /// L itself and what is between; from base all that the targets need.
    NodeSet between(const Nodes& lower, const Nodes& targets) const {
        auto needed = ancestors(m_graph, targets, Edges::all);
        if (lower.empty()) {
            return needed;
        }
        if (keep(lower, needed).size() != lower.size()) {
            throw invalid_target(fmt::format("Requested range {}:{} does not refer to ancestor/descendant "
                                             "revisions along the same branch",
                                             m_range.lower, m_range.upper.empty() ? "heads" : m_range.upper),
                                 {}, "the start must be an ancestor of the end");
        }
        const auto below = ancestors(m_graph, lower, Edges::all);
        NodeSet selected(m_graph);
        for (const auto node : keep(descendants(m_graph, lower, Edges::lineage).nodes(), needed)) {
            if (!below.contains(node) || std::find(lower.begin(), lower.end(), node) != lower.end()) {
                selected.add(node);
            }
        }
        return selected;
    }

    /// `-N:U`: what each revision of U has N steps down to itself. As Alembic's manual has it; its code
    /// counts from the heads, whatever U is.
    Nodes select_last(std::string_view branch, std::size_t steps) const {
        auto targets = resolve_upper({});
        if (!branch.empty()) {
            targets = on_branch(targets, branch);
        }
        NodeSet selected(m_graph);
        for (const auto target : targets) {
            const auto walked = walk_down(m_graph, target, steps);
            const auto lower = walked.end == Walk::End::at_revision ? Nodes{walked.node} : Nodes{};
            const auto one = between(lower, {target});
            for (const auto node : one.nodes()) {
                selected.add(node);
            }
        }
        return newest_first(m_graph, selected, targets, false);
    }

    const RevisionGraph& m_graph;
    Range m_range;
    const Nodes& m_rows;
};

} // namespace

std::vector<const Revision*> select_history(const RevisionGraph& graph, std::optional<std::string_view> range,
                                            const std::vector<std::string>& rows) {
    const auto parsed = range ? parse_range(*range) : Range{};
    const bool uses_rows = parsed.lower == "current" || parsed.upper == "current";
    const auto row_nodes = uses_rows ? require_known_rows(graph, rows) : Nodes{};
    return revisions_of(graph, Selection(graph, parsed, row_nodes).select());
}

std::vector<const Revision*> select_current(const RevisionGraph& graph,
                                            const std::vector<std::string>& rows) {
    return revisions_of(graph, current_nodes(graph, require_known_rows(graph, rows)));
}

bool is_at_heads(const RevisionGraph& graph, const std::vector<std::string>& rows) {
    auto nodes = require_known_rows(graph, rows);
    std::sort(nodes.begin(), nodes.end());
    return nodes == graph.effective_heads();
}

std::vector<const Revision*> select_heads(const RevisionGraph& graph, bool effective) {
    return revisions_of(graph, effective ? graph.effective_heads() : graph.heads());
}

std::vector<const Revision*> select_branchpoints(const RevisionGraph& graph) {
    auto revisions = select_history(graph, std::nullopt);
    std::erase_if(revisions,
                  [&](const Revision* revision) { return !graph.is_branchpoint(graph.node_of(*revision)); });
    return revisions;
}

} // namespace headstart::revision
