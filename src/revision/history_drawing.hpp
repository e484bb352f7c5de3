#pragma once

#include "revision/graph.hpp"

#include <functional>
#include <string>
#include <vector>

/// A history as a picture. Pure text.
namespace headstart::revision {

/// What stands beside a revision; it may have several lines.
using TextOf = std::function<std::string(const Revision& revision)>;

/// As `git log --graph` draws it: `*` for a revision, lanes between it and its parents. `newest_first` as
/// select_history() gives it; parents that are not among them are left out, and so are dependencies.
std::string draw_graph(const RevisionGraph& graph, const std::vector<const Revision*>& newest_first,
                       const TextOf& text_of);

/// A Mermaid flowchart (mermaid.js.org, "Flowcharts"), oldest at the bottom; dependencies are dotted.
std::string draw_mermaid(const RevisionGraph& graph, const std::vector<const Revision*>& newest_first);

/// The same in Graphviz's language (graphviz.org, "DOT Language").
std::string draw_dot(const RevisionGraph& graph, const std::vector<const Revision*>& newest_first);

} // namespace headstart::revision
