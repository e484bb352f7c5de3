#include "revision/new_revision.hpp"

#include "revision/errors.hpp"
#include "revision/identifier.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace headstart::revision {

namespace {

Nodes resolve_head(const RevisionGraph& graph, const std::string& head) {
    const auto identifier = split_identifier(head);
    if (identifier.symbol == "head") {
        if (const auto heads = heads_on(graph, identifier.branch); heads.size() > 1) {
            throw several_heads(
                graph, heads,
                "Multiple heads are present; please specify the head revision on which the new "
                "revision should be based, or perform a merge.");
        }
    }
    return resolve_list(graph, head);
}

} // namespace

std::vector<const Revision*> resolve_new_parents(const RevisionGraph& graph,
                                                 const std::vector<std::string>& heads, bool splice) {
    Nodes parents;
    for (const auto& head : heads) {
        for (const auto node : resolve_head(graph, head)) {
            if (std::find(parents.begin(), parents.end(), node) != parents.end()) {
                throw invalid_target("Duplicate head revisions specified", {note_about(graph, node)},
                                     "name each of them once");
            }
            parents.push_back(node);
        }
    }
    std::vector<const Revision*> revisions;
    for (const auto node : parents) {
        if (!splice && !graph.is_head(node)) {
            throw invalid_target(
                fmt::format("Revision {} is not a head revision; please specify --splice to create a "
                            "new branch from this revision",
                            graph.id(node)),
                {note_about(graph, node)}, "headstart heads lists the heads");
        }
        revisions.push_back(&graph.revision(node));
    }
    return revisions;
}

std::vector<std::string> resolve_new_dependencies(const RevisionGraph& graph,
                                                  const std::vector<std::string>& names) {
    std::vector<std::string> written;
    for (const auto& name : names) {
        if (graph.find_label(name)) {
            written.push_back(name);
            continue;
        }
        const auto node = resolve_single(graph, name, name);
        if (!node) {
            throw invalid_target(fmt::format("'{}' is no revision to depend on", name), {},
                                 "name an id or a label: headstart history lists them");
        }
        written.push_back(graph.id(*node));
    }
    return written;
}

void check_new_revision(const RevisionGraph& graph, const Revision& candidate) {
    auto revisions = graph.revisions();
    revisions.push_back(candidate);
    RevisionGraph::build(std::move(revisions));
}

} // namespace headstart::revision
