#include "base/printable.hpp"
#include "revision/history_drawing.hpp"
#include "revision/traversal.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace headstart::revision {

namespace {

struct Escape {
    char letter;
    std::string_view written;
};

template<std::size_t N>
std::string escaped(std::string_view text, const Escape (&escapes)[N]) {
    std::string result;
    for (const char c : text) {
        const auto* const found =
            std::find_if(escapes, escapes + N, [&](const Escape& escape) { return escape.letter == c; });
        if (found == escapes + N) {
            result += c;
        } else {
            result += found->written;
        }
    }
    return result;
}

/// A connection from a lower revision to a higher one, both among those drawn.
struct Link {
    Node lower;
    Node upper;
    bool is_dependency;
};

std::vector<Link> links_among(const RevisionGraph& graph, const std::vector<const Revision*>& revisions) {
    NodeSet selected(graph);
    for (const auto* revision : revisions) {
        selected.add(graph.node_of(*revision));
    }
    std::vector<Link> found;
    for (const auto node : selected.nodes()) {
        const auto& links = graph.links(node);
        for (const auto parent : keep(links.parents, selected)) {
            found.push_back({parent, node, false});
        }
        for (const auto dependency : keep(links.dependencies, selected)) {
            found.push_back({dependency, node, true});
        }
    }
    return found;
}

/// Mermaid reads `#quot;` and the like; text in quotes may hold Markdown and HTML otherwise.
std::string mermaid_text(std::string_view text) {
    constexpr Escape k_escapes[] = {{'"', "#quot;"}, {'#', "#35;"},  {'<', "#lt;"},
                                    {'>', "#gt;"},   {'&', "#amp;"}, {'`', "#96;"}};
    return escaped(base::printable(text), k_escapes);
}

std::string dot_text(std::string_view text) {
    constexpr Escape k_escapes[] = {{'"', "\\\""}, {'\\', "\\\\"}};
    return escaped(base::printable(text), k_escapes);
}

} // namespace

std::string draw_mermaid(const RevisionGraph& graph, const std::vector<const Revision*>& newest_first) {
    std::string text = "flowchart BT\n";
    for (const auto* revision : newest_first) {
        // Ids may hold letters that Mermaid would read as syntax: nodes are numbered.
        text += fmt::format("    r{}[\"{}<br/>{}\"]\n", graph.node_of(*revision), mermaid_text(revision->id),
                            mermaid_text(revision->message));
    }
    for (const auto& [lower, upper, is_dependency] : links_among(graph, newest_first)) {
        text += fmt::format("    r{} {} r{}\n", lower, is_dependency ? "-.->" : "-->", upper);
    }
    return text;
}

std::string draw_dot(const RevisionGraph& graph, const std::vector<const Revision*>& newest_first) {
    std::string text = "digraph history {\n    rankdir = BT;\n    node [shape = box];\n";
    for (const auto* revision : newest_first) {
        text += fmt::format("    \"{0}\" [label = \"{0}\\n{1}\"];\n", dot_text(revision->id),
                            dot_text(revision->message));
    }
    for (const auto& [lower, upper, is_dependency] : links_among(graph, newest_first)) {
        text += fmt::format("    \"{}\" -> \"{}\"{};\n", dot_text(graph.id(lower)), dot_text(graph.id(upper)),
                            is_dependency ? " [style = dashed]" : "");
    }
    return text + "}\n";
}

} // namespace headstart::revision
