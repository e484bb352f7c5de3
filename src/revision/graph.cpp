#include "revision/graph.hpp"

#include "base/text.hpp"
#include "revision/folder_checks.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace headstart::revision {

namespace {

void add_once(Nodes& nodes, Node node) {
    if (std::find(nodes.begin(), nodes.end(), node) == nodes.end()) {
        nodes.push_back(node);
    }
}

/// What the user may have meant by a reference that leads nowhere.
std::string hint_for_missing(const std::vector<Revision>& revisions, std::string_view missing) {
    std::vector<std::string> ids;
    for (const auto& revision : revisions) {
        if (!missing.empty() && revision.id.starts_with(missing)) {
            return fmt::format("only full identifiers are understood here: did you mean '{}'?", revision.id);
        }
        ids.push_back(revision.id);
    }
    if (const auto near = base::nearest(missing, ids)) {
        return fmt::format("did you mean '{}'?", *near);
    }
    return "restore the missing file, or correct the reference";
}

/// Turns the names in the headers into nodes; a name that leads nowhere is a problem and makes no link.
class Linker {
public:
    Linker(const RevisionGraph& graph, Problems& problems)
        : m_graph(graph)
        , m_problems(problems) {}

    Links link(const Revision& revision) {
        Links links;
        for (const auto& parent : revision.down_revisions) {
            if (const auto node = m_graph.find(parent)) {
                add_once(links.parents, *node);
            } else if (const auto labelled = m_graph.find_label(parent)) {
                m_problems.push_back(folder_problem(
                    fmt::format("Revision {} names the branch label '{}' as its parent", revision.id, parent),
                    {&revision}, fmt::format("write 'Revises: {}'", m_graph.id(*labelled))));
            } else {
                missing(revision, parent);
            }
        }
        for (const auto& dependency : revision.depends_on) {
            if (const auto node = m_graph.find_name(dependency)) {
                add_once(links.dependencies, *node);
            } else {
                missing(revision, dependency);
            }
        }
        return links;
    }

private:
    void missing(const Revision& revision, const std::string& name) {
        m_problems.push_back(
            folder_problem(fmt::format("Revision {} referenced from {} is not present", name, revision.id),
                           {&revision}, hint_for_missing(m_graph.revisions(), name)));
    }

    const RevisionGraph& m_graph;
    Problems& m_problems;
};

/// Heights by taking away, level by level, what has nothing left below it.
std::vector<std::uint32_t> heights_of(const std::vector<Links>& links) {
    std::vector<std::uint32_t> heights(links.size(), 0);
    std::vector<std::size_t> waiting(links.size(), 0);
    Nodes order;
    order.reserve(links.size());
    for (Node node = 0; node < links.size(); ++node) {
        const auto& parents = links[node].parents;
        const auto& dependencies = links[node].dependencies;
        const auto is_parent = [&](Node dependency) {
            return std::find(parents.begin(), parents.end(), dependency) != parents.end();
        };
        waiting[node] =
            parents.size() + dependencies.size() -
            static_cast<std::size_t>(std::count_if(dependencies.begin(), dependencies.end(), is_parent));
        if (waiting[node] == 0) {
            order.push_back(node);
        }
    }
    for (std::size_t i = 0; i < order.size(); ++i) {
        heights[order[i]] = static_cast<std::uint32_t>(i);
        for (const auto above : links[order[i]].up) {
            if (--waiting[above] == 0) {
                order.push_back(above);
            }
        }
    }
    return heights;
}

/// Drops from `down` a dependency that some proper ancestor by lineage declares as well. Only a dependency
/// that several revisions declare can be dropped, so most folders never walk here.
void normalise_dependencies(std::vector<Links>& links, const std::vector<std::uint32_t>& heights) {
    std::vector<Nodes> declared_by(links.size());
    for (Node node = 0; node < links.size(); ++node) {
        for (const auto dependency : links[node].dependencies) {
            declared_by[dependency].push_back(node);
        }
    }
    std::vector<Node> seen_for(links.size(), static_cast<Node>(links.size()));
    for (Node dependency = 0; dependency < links.size(); ++dependency) {
        const auto& declarers = declared_by[dependency];
        if (declarers.size() < 2) {
            continue;
        }
        std::uint32_t highest = 0;
        Nodes todo;
        for (const auto node : declarers) {
            highest = std::max(highest, heights[node]);
            todo.insert(todo.end(), links[node].children.begin(), links[node].children.end());
        }
        while (!todo.empty()) {
            const auto node = todo.back();
            todo.pop_back();
            if (seen_for[node] == dependency || heights[node] > highest) {
                continue;
            }
            seen_for[node] = dependency;
            todo.insert(todo.end(), links[node].children.begin(), links[node].children.end());
        }
        for (const auto node : declarers) {
            auto& parents = links[node].parents;
            const bool is_parent = std::find(parents.begin(), parents.end(), dependency) != parents.end();
            if (seen_for[node] == dependency && !is_parent) {
                std::erase(links[node].down, dependency);
            }
        }
    }
}

} // namespace

RevisionGraph RevisionGraph::build(std::vector<Revision> in_load_order) {
    RevisionGraph graph;
    graph.m_revisions = std::move(in_load_order);
    Problems problems;
    check_names(graph.m_revisions, problems);
    graph.index_names();
    Linker linker(graph, problems);
    graph.m_links.reserve(graph.m_revisions.size());
    for (const auto& revision : graph.m_revisions) {
        graph.m_links.push_back(linker.link(revision));
    }
    check_cycles(graph.m_revisions, graph.m_links, problems);
    if (!problems.empty()) {
        throw diag::Error(diag::ExitCode::usage, std::move(problems));
    }
    // Beyond this point: every name is known and unique, and no walk runs in circles.
    graph.link_all();
    graph.collect_tips();
    graph.carry_labels();
    return graph;
}

void RevisionGraph::index_names() {
    m_ids.reserve(m_revisions.size());
    for (Node node = 0; node < m_revisions.size(); ++node) {
        m_ids.try_emplace(m_revisions[node].id, node);
    }
    for (Node node = 0; node < m_revisions.size(); ++node) {
        for (const auto& label : m_revisions[node].branch_labels) {
            if (m_label_index.try_emplace(label, static_cast<std::uint32_t>(m_labels.size())).second) {
                m_labels.push_back({label, node});
            }
        }
    }
}

void RevisionGraph::link_all() {
    for (Node node = 0; node < m_links.size(); ++node) {
        auto& links = m_links[node];
        links.down = links.parents;
        for (const auto parent : links.parents) {
            m_links[parent].children.push_back(node);
            m_links[parent].up.push_back(node);
        }
        for (const auto dependency : links.dependencies) {
            add_once(links.down, dependency);
            // A parent named once more as a dependency has this node as its last entry already.
            auto& up = m_links[dependency].up;
            if (up.empty() || up.back() != node) {
                up.push_back(node);
            }
        }
    }
    m_heights = heights_of(m_links);
    normalise_dependencies(m_links, m_heights);
}

void RevisionGraph::collect_tips() {
    for (Node node = 0; node < m_links.size(); ++node) {
        if (is_head(node)) {
            m_heads.push_back(node);
        }
        if (is_effective_head(node)) {
            m_effective_heads.push_back(node);
        }
        if (m_links[node].parents.empty()) {
            m_bases.push_back(node);
        }
    }
}

void RevisionGraph::carry_labels() {
    m_carried.resize(m_links.size());
    std::vector<std::uint32_t> marked(m_links.size(), static_cast<std::uint32_t>(m_labels.size()));
    for (std::uint32_t label = 0; label < m_labels.size(); ++label) {
        const auto mark = [&](Node node) {
            if (marked[node] == label) {
                return false;
            }
            marked[node] = label;
            m_carried[node].push_back(label);
            return true;
        };
        Nodes todo{m_labels[label].declared_by};
        Node tip = todo.front();
        bool is_line = true;
        while (!todo.empty()) {
            const auto node = todo.back();
            todo.pop_back();
            if (mark(node)) {
                const auto& children = m_links[node].children;
                is_line = is_line && children.size() < 2;
                tip = node;
                todo.insert(todo.end(), children.begin(), children.end());
            }
        }
        // Down from the tip of a plain line: the label climbs no further than a branch or a merge.
        const auto* below = is_line ? &m_links[tip] : nullptr;
        while (below != nullptr && below->up.size() < 2 && below->parents.size() < 2) {
            mark(tip);
            tip = below->parents.empty() ? tip : below->parents.front();
            below = below->parents.empty() ? nullptr : &m_links[tip];
        }
    }
}

std::vector<std::string> RevisionGraph::ids(const Nodes& nodes) const {
    std::vector<std::string> ids;
    for (const auto node : nodes) {
        ids.push_back(id(node));
    }
    return ids;
}

std::optional<Node> RevisionGraph::find(std::string_view id) const {
    const auto at = m_ids.find(id);
    return at == m_ids.end() ? std::nullopt : std::optional(at->second);
}

const Revision* RevisionGraph::find_revision(std::string_view id) const {
    const auto node = find(id);
    return node ? &m_revisions[*node] : nullptr;
}

std::optional<Node> RevisionGraph::find_label(std::string_view label) const {
    const auto at = m_label_index.find(label);
    return at == m_label_index.end() ? std::nullopt : std::optional(m_labels[at->second].declared_by);
}

std::optional<Node> RevisionGraph::find_name(std::string_view name) const {
    const auto node = find(name);
    return node ? node : find_label(name);
}

std::vector<std::string> RevisionGraph::carried_labels(Node node) const {
    std::vector<std::string> names;
    for (const auto label : m_carried[node]) {
        names.push_back(m_labels[label].name);
    }
    return names;
}

bool RevisionGraph::carries(Node node, std::string_view label) const {
    const auto at = m_label_index.find(label);
    return at != m_label_index.end() &&
           std::find(m_carried[node].begin(), m_carried[node].end(), at->second) != m_carried[node].end();
}

} // namespace headstart::revision
