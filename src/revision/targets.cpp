#include "revision/targets.hpp"

#include "base/text.hpp"
#include "revision/errors.hpp"
#include "revision/identifier.hpp"
#include "revision/relative.hpp"
#include "revision/traversal.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace headstart::revision {

namespace {

/// The number as it is shown: no leading zeros.
std::string_view number_of(const Relative& relative) {
    const auto first = relative.digits.find_first_not_of('0');
    return first == std::string_view::npos ? "0" : relative.digits.substr(first);
}

diag::Error wrong(const Relative& relative, std::string hint) {
    return wrong_relative(relative.shown, number_of(relative), std::move(hint));
}

std::vector<std::string> notes_about_rows(const RevisionGraph& graph, const Nodes& rows) {
    std::vector<std::string> notes;
    for (const auto row : rows) {
        notes.push_back(fmt::format("the database is at {}", note_about(graph, row)));
    }
    return notes;
}

diag::Error ambiguous_start(const RevisionGraph& graph, std::string_view command, const Relative& relative,
                            const Nodes& rows) {
    return invalid_target(
        fmt::format("Ambiguous {} from multiple current revisions", command), notes_about_rows(graph, rows),
        fmt::format("say which branch: headstart {} {}@{}", command, graph.id(rows.front()), relative.shown));
}

/// Where `B@+N` counts from: the rows on the branch, else the tips of what is applied of it. Empty: base.
Nodes starts_on_branch(const RevisionGraph& graph, const Nodes& rows, std::string_view branch) {
    const auto on_branch = lineage(graph, {resolve_branch(graph, branch)}, Edges::lineage);
    if (auto starts = keep(rows, on_branch); !starts.empty()) {
        return starts;
    }
    const auto active = keep(ancestors(graph, rows, Edges::all).nodes(), on_branch);
    NodeSet below_another(graph);
    for (const auto node : active) {
        for (const auto below : graph.links(node).down) {
            below_another.add(below);
        }
    }
    Nodes starts;
    std::copy_if(active.begin(), active.end(), std::back_inserter(starts),
                 [&](Node node) { return !below_another.contains(node); });
    std::sort(starts.begin(), starts.end());
    return starts;
}

std::optional<Node> start_of_upgrade(const RevisionGraph& graph, const Nodes& rows,
                                     const Relative& relative) {
    const auto starts = relative.branch.empty() ? rows : starts_on_branch(graph, rows, relative.branch);
    if (starts.size() > 1) {
        throw ambiguous_start(graph, "upgrade", relative, starts);
    }
    return starts.empty() ? std::nullopt : std::optional(starts.front());
}

Node resolve_upgrade_walk(const RevisionGraph& graph, const Nodes& rows, const Relative& relative,
                          std::string_view target, Overrun overrun) {
    if (relative.upwards && relative.steps > 0) {
        const auto from = relative.symbol.empty() ? start_of_upgrade(graph, rows, relative)
                                                  : resolve_single(graph, relative.symbol, target);
        const auto walked = walk_up(graph, from, relative.steps, relative.branch);
        if (walked.end != Walk::End::at_revision && (overrun == Overrun::refuse || graph.size() == 0)) {
            throw wrong(relative, "headstart upgrade head goes as far as there are revisions");
        }
        return walked.node;
    }
    if (relative.symbol.empty()) {
        const auto number = number_of(relative);
        throw wrong_relative(number == "0" ? "0" : fmt::format("-{}", number), number,
                             number == "0" ? "a step up is +1: headstart upgrade +1"
                                           : fmt::format("to go down: headstart downgrade {}", target));
    }
    const auto branch = relative.branch.empty() ? "" : fmt::format("{}@", relative.branch);
    const auto from = resolve_single(graph, fmt::format("{}{}", branch, relative.symbol), target);
    if (!from) {
        throw wrong(relative, "steps down lead from a revision: base has none below it");
    }
    const auto walked = walk_down(graph, *from, relative.steps);
    if (walked.end != Walk::End::at_revision) {
        throw wrong(relative, "there are not that many revisions below it: headstart history lists them");
    }
    return walked.node;
}

/// Where `-N` and `B@-N` count from.
Node start_of_downgrade(const RevisionGraph& graph, const Nodes& rows, const Relative& relative) {
    auto starts = rows;
    if (!relative.branch.empty()) {
        const auto on_branch = lineage(graph, {resolve_branch(graph, relative.branch)}, Edges::lineage);
        starts = keep(rows, on_branch);
        if (starts.empty()) {
            starts = keep(current_nodes(graph, rows), on_branch);
        }
    }
    if (starts.empty()) {
        throw wrong(relative, relative.branch.empty()
                                  ? "the version table is empty: there is nothing to undo"
                                  : fmt::format("no revision of branch '{}' is applied", relative.branch));
    }
    if (starts.size() > 1) {
        throw ambiguous_start(graph, "downgrade", relative, starts);
    }
    return starts.front();
}

diag::Error walked_too_far(std::string_view target) {
    return invalid_target("Walked too far",
                          {fmt::format("there are not that many revisions as '{}' asks for", target)},
                          "headstart history lists the revisions; base is below all of them");
}

DowngradeTarget resolve_downgrade_walk(const RevisionGraph& graph, const Nodes& rows,
                                       const Relative& relative, std::string_view target) {
    const bool is_upwards = relative.upwards || relative.steps == 0;
    if (is_upwards && relative.symbol.empty()) {
        throw wrong(relative, fmt::format("to go up: headstart upgrade {}", target));
    }
    DowngradeTarget result{std::string(relative.branch), std::nullopt, std::nullopt};
    if (!relative.branch.empty()) {
        result.branch_of = resolve_branch(graph, relative.branch);
    }
    if (is_upwards) {
        const auto from = resolve_single(graph, relative.symbol, target);
        const auto walked = walk_up(graph, from, relative.steps, relative.branch);
        if (walked.end != Walk::End::at_revision) {
            throw walked_too_far(target);
        }
        result.node = walked.node;
        return result;
    }
    std::optional<Node> from;
    if (relative.symbol.empty()) {
        from = start_of_downgrade(graph, rows, relative);
        if (relative.branch.empty()) {
            result.branch = graph.id(*from);
            result.branch_of = from;
        }
    } else {
        const auto branch = relative.branch.empty() ? "" : fmt::format("{}@", relative.branch);
        from = resolve_single(graph, fmt::format("{}{}", branch, relative.symbol), target);
        if (!from) {
            throw walked_too_far(target);
        }
    }
    const auto walked = walk_down(graph, *from, relative.steps);
    if (walked.end == Walk::End::beyond) {
        throw relative.symbol.empty() ? wrong(relative, "headstart downgrade base undoes everything")
                                      : walked_too_far(target);
    }
    if (walked.end == Walk::End::at_revision) {
        result.node = walked.node;
    }
    return result;
}

} // namespace

Nodes resolve_upgrade_target(const RevisionGraph& graph, const Nodes& rows, std::string_view target,
                             Overrun overrun) {
    if (const auto relative = parse_relative(graph, target)) {
        return {resolve_upgrade_walk(graph, rows, *relative, target, overrun)};
    }
    return resolve_list(graph, target);
}

bool is_relative_to_rows(const RevisionGraph& graph, std::string_view target) {
    const auto relative = parse_relative(graph, target);
    return relative && relative->symbol.empty();
}

DowngradeTarget resolve_downgrade_target(const RevisionGraph& graph, const Nodes& rows,
                                         std::string_view target) {
    if (const auto relative = parse_relative(graph, target)) {
        return resolve_downgrade_walk(graph, rows, *relative, target);
    }
    const auto identifier = split_identifier(target);
    if (identifier.branch.empty()) {
        return {{}, std::nullopt, resolve_single(graph, target, target)};
    }
    const auto branch_of = resolve_branch(graph, identifier.branch);
    if (identifier.symbol != "heads") {
        return {std::string(identifier.branch), branch_of, resolve_single(graph, target, target)};
    }
    // The effective heads, as without a branch; elsewhere `B@heads` means all of them.
    const auto heads = keep(graph.effective_heads(), lineage(graph, {branch_of}, Edges::lineage));
    if (heads.empty()) {
        throw cannot_locate(graph, "heads",
                            {fmt::format("no effective head is on branch '{}'", identifier.branch)});
    }
    if (heads.size() > 1) {
        throw several_heads_for(graph, heads, target);
    }
    return {std::string(identifier.branch), branch_of, heads.front()};
}

void require_no_overlapping_targets(const RevisionGraph& graph, const Nodes& targets) {
    const auto overlap = find_overlap(graph, targets);
    if (overlap.below.empty()) {
        return;
    }
    std::vector<std::string> below;
    for (const auto node : overlap.below) {
        below.push_back(graph.id(node));
    }
    throw invalid_target(fmt::format("Requested revision {} overlaps with other requested revisions {}",
                                     graph.id(overlap.node), base::join(below, ", ")),
                         {}, fmt::format("{} includes it: leave the other out", graph.id(overlap.node)));
}

} // namespace headstart::revision
