#include "revision/describe.hpp"

#include "base/printable.hpp"
#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace headstart::revision {

namespace {

std::string parents_of(const Revision& revision) {
    return revision.down_revisions.empty() ? "<base>" : base::join(revision.down_revisions, ", ");
}

std::string labels_of(const RevisionGraph& graph, Node node) {
    const auto labels = graph.carried_labels(node);
    return labels.empty() ? "" : fmt::format(" ({})", base::join(labels, ", "));
}

std::string head_flag(const RevisionGraph& graph, Node node) {
    return graph.is_effective_head(node) ? " (head)" : graph.is_head(node) ? " (effective head)" : "";
}

std::string_view tree_flags(const RevisionGraph& graph, Node node) {
    const bool branches = graph.is_branchpoint(node);
    if (graph.is_mergepoint(node)) {
        return branches ? " (branchpoint) (mergepoint)" : " (mergepoint)";
    }
    return branches ? " (branchpoint)" : "";
}

std::string flags_of(Marks marks) {
    return fmt::format("{}{}{}", marks.is_current ? " (current)" : "",
                       marks.is_half_done ? " (half-done)" : "", marks.is_edited ? " (edited)" : "");
}

/// Every line indented by four, empty ones too, as Alembic prints it.
std::string indented(std::string_view text) {
    std::string result;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        auto line = text.substr(0, end);
        line = line.ends_with('\r') ? line.substr(0, line.size() - 1) : line;
        result += fmt::format("    {}\n", base::printable(line));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return result.empty() ? "\n" : result;
}

} // namespace

std::string current_line(const RevisionGraph& graph, const Revision& revision, Marks marks) {
    const auto node = graph.node_of(revision);
    return base::printable(fmt::format("{}{}{}{}", revision.id, head_flag(graph, node),
                                       tree_flags(graph, node), flags_of(marks)));
}

std::string heads_line(const RevisionGraph& graph, const Revision& revision) {
    const auto node = graph.node_of(revision);
    return base::printable(
        fmt::format("{}{}{}", revision.id, labels_of(graph, node), head_flag(graph, node)));
}

std::string history_line(const RevisionGraph& graph, const Revision& revision, Marks marks) {
    const auto node = graph.node_of(revision);
    const auto dependencies =
        revision.depends_on.empty() ? "" : fmt::format(" ({})", base::join(revision.depends_on, ", "));
    return base::printable(fmt::format("{}{} -> {}{}{}{}{}, {}", parents_of(revision), dependencies,
                                       revision.id, labels_of(graph, node), head_flag(graph, node),
                                       flags_of(marks), tree_flags(graph, node), revision.message));
}

std::string graph_line(const RevisionGraph& graph, const Revision& revision, Marks marks) {
    const auto node = graph.node_of(revision);
    const auto dependencies = revision.depends_on.empty()
                                  ? ""
                                  : fmt::format(" (depends on {})", base::join(revision.depends_on, ", "));
    return base::printable(fmt::format("{}{}{}{}{}{}, {}", revision.id, labels_of(graph, node), dependencies,
                                       head_flag(graph, node), flags_of(marks), tree_flags(graph, node),
                                       revision.message));
}

std::string long_block(const RevisionGraph& graph, const Revision& revision, std::string_view path,
                       Marks marks) {
    const auto node = graph.node_of(revision);
    std::string text;
    const auto add = [&](std::string_view label, std::string_view value) {
        text += base::printable(fmt::format("{}: {}", label, value)) + "\n";
    };
    add("Rev", fmt::format("{}{}{}{}", revision.id, graph.is_head(node) ? " (head)" : "",
                           tree_flags(graph, node), flags_of(marks)));
    add(graph.is_mergepoint(node) ? "Merges" : "Parent", parents_of(revision));
    if (!revision.depends_on.empty()) {
        add("Also depends on", base::join(revision.depends_on, ", "));
    }
    if (graph.is_branchpoint(node)) {
        add("Branches into", base::join(graph.ids(graph.links(node).children), ", "));
    }
    if (const auto labels = graph.carried_labels(node); !labels.empty()) {
        add("Branch names", base::join(labels, ", "));
    }
    if (!revision.create_date.empty()) {
        add("Create Date", revision.create_date);
    }
    add("Path", path);
    return fmt::format("{}\n{}\n", text, indented(revision.description));
}

std::string branch_lines(const RevisionGraph& graph, const Revision& branchpoint, std::string_view block) {
    const auto node = graph.node_of(branchpoint);
    // Alembic's block ends with its own line end, and the listing adds one as it does to the short line.
    auto text = block.empty()
                    ? base::printable(fmt::format("{}{}{}{}", branchpoint.id, labels_of(graph, node),
                                                  head_flag(graph, node), tree_flags(graph, node))) +
                          "\n"
                    : std::string(block);
    for (const auto child : graph.links(node).children) {
        const auto& revision = graph.revision(child);
        text += base::printable(fmt::format("{} -> {}{}{}{}{}", std::string(branchpoint.id.size(), ' '),
                                            revision.id, labels_of(graph, child), head_flag(graph, child),
                                            tree_flags(graph, child),
                                            block.empty() ? "" : fmt::format(", {}", revision.message))) +
                "\n";
    }
    return text + "\n";
}

std::string step_arrow(const Step& step) {
    const auto parents = base::join(step.revision->down_revisions, ", ");
    const bool is_up = step.direction == Direction::up;
    return base::printable(
        fmt::format("{} -> {}", is_up ? parents : step.revision->id, is_up ? step.revision->id : parents));
}

std::string step_line(const Step& step) {
    return fmt::format("Running {} {}{}{}", step.direction == Direction::up ? "upgrade" : "downgrade",
                       step_arrow(step), step.revision->message.empty() ? "" : ", ",
                       base::printable(step.revision->message));
}

std::string stamp_line(const StampStep& step) {
    return base::printable(
        fmt::format("Running stamp_revision {} -> {}", base::join(step.from, ", "), step.to));
}

} // namespace headstart::revision
