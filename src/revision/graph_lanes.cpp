#include "revision/history_drawing.hpp"
#include "revision/traversal.hpp"

#include <algorithm>

namespace headstart::revision {

namespace {

/// A line on its way from one lane to another, a lane in a row.
struct Edge {
    std::size_t at;
    std::size_t to;
};

void put(std::string& row, std::size_t column, char c) {
    row.resize(std::max(row.size(), column + 1), ' ');
    row[column] = row[column] == ' ' || row[column] == c ? c : 'X';
}

/// Each lane leads down to one revision that is still to come; no two to the same. Lane i is drawn in column
/// 2i.
class Lanes {
public:
    std::string draw(Node node, const Nodes& parents, std::string_view text) {
        auto at = index_of(node);
        if (at == m_lanes.size()) {
            m_lanes.push_back(node); // a tip
        }
        auto drawn = draw_revision(at, !parents.empty(), text);
        const auto before = m_lanes;
        move_on(at, parents);
        std::vector<Edge> edges;
        for (std::size_t lane = 0; lane < before.size(); ++lane) {
            if (lane != at) {
                edges.push_back({lane, index_of(before[lane])});
            }
        }
        for (const auto parent : parents) {
            edges.push_back({at, index_of(parent)});
        }
        return drawn + draw_moves(std::move(edges));
    }

private:
    [[nodiscard]] std::size_t index_of(Node node) const {
        return static_cast<std::size_t>(std::find(m_lanes.begin(), m_lanes.end(), node) - m_lanes.begin());
    }

    [[nodiscard]] std::string draw_revision(std::size_t at, bool goes_on, std::string_view text) const {
        std::string drawn;
        char mark = '*';
        do { // a revision without text has a line too
            for (std::size_t lane = 0; lane < m_lanes.size(); ++lane) {
                drawn += lane == at ? mark : '|';
                drawn += ' ';
            }
            const auto end = std::min(text.find('\n'), text.size());
            drawn += text.substr(0, end);
            drawn.erase(drawn.find_last_not_of(' ') + 1);
            drawn += '\n';
            text.remove_prefix(std::min(end + 1, text.size()));
            mark = goes_on ? '|' : ' ';
        } while (!text.empty());
        return drawn;
    }

    /// The lane of a revision that was drawn goes on as that of its first parent; the other parents get lanes
    /// at its right. A parent that has a lane keeps it if that is further left.
    void move_on(std::size_t at, const Nodes& parents) {
        auto place = static_cast<std::ptrdiff_t>(at);
        m_lanes.erase(m_lanes.begin() + place);
        for (const auto parent : parents) {
            const auto lane = index_of(parent);
            const bool is_first = parent == parents.front();
            if (lane < m_lanes.size() && !(is_first && lane > at)) {
                continue;
            }
            if (lane < m_lanes.size()) {
                m_lanes.erase(m_lanes.begin() + static_cast<std::ptrdiff_t>(lane));
            }
            m_lanes.insert(m_lanes.begin() + place++, parent);
        }
    }

    static std::string draw_moves(std::vector<Edge> edges) {
        std::string drawn;
        while (std::any_of(edges.begin(), edges.end(), [](const Edge& edge) { return edge.at != edge.to; })) {
            std::string row;
            for (auto& [at, to] : edges) {
                if (at == to) {
                    put(row, 2 * at, '|');
                } else if (to < at) {
                    put(row, 2 * at-- - 1, '/');
                } else {
                    put(row, 2 * at++ + 1, '\\');
                }
            }
            drawn += row + "\n";
        }
        return drawn;
    }

    Nodes m_lanes;
};

} // namespace

std::string draw_graph(const RevisionGraph& graph, const std::vector<const Revision*>& newest_first,
                       const TextOf& text_of) {
    NodeSet selected(graph);
    for (const auto* revision : newest_first) {
        selected.add(graph.node_of(*revision));
    }
    Lanes lanes;
    std::string drawn;
    for (const auto* revision : newest_first) {
        const auto node = graph.node_of(*revision);
        drawn += lanes.draw(node, keep(graph.links(node).parents, selected), text_of(*revision));
    }
    return drawn;
}

} // namespace headstart::revision
