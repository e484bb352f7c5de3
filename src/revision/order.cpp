#include "revision/order.hpp"

#include <algorithm>
#include <optional>

namespace headstart::revision {

namespace {

/// The state of one ordering: tips are walked down from, in turns that the rule below decides.
class Ordering {
public:
    Ordering(const RevisionGraph& graph, const NodeSet& set, bool is_convex)
        : m_graph(graph)
        , m_set(set)
        , m_is_convex(is_convex)
        , m_state(graph.size(), State::outside)
        , m_waiting_for(graph.size(), 0)
        , m_looked_at(graph.size(), 0) {
        for (const auto node : set.nodes()) {
            m_state[node] = State::to_do;
        }
        for (const auto node : set.nodes()) {
            for (const auto below : graph.links(node).down) {
                ++m_waiting_for[below];
            }
        }
        m_order.reserve(set.nodes().size());
    }

    Nodes run(const Nodes& tips) {
        add_tips(tips);
        walk();
        // A stretch whose only link is a dependency that the down sets leave out is not reached from the
        // tips.
        while (m_order.size() < m_set.nodes().size()) {
            add_tips(unreached_tops());
            walk();
        }
        return std::move(m_order);
    }

private:
    enum class State : char { outside, to_do, tip, done };

    void add_tips(Nodes tips) {
        std::sort(tips.begin(), tips.end());
        for (const auto tip : tips) {
            if (m_state[tip] == State::to_do) {
                m_state[tip] = State::tip;
                m_tips.push_back(tip);
            }
        }
    }

    void walk() {
        std::size_t at = 0;
        while (!m_tips.empty()) {
            const auto node = m_tips[at];
            if (const auto other = tip_above(at)) {
                at = *other; // it has to come first
                continue;
            }
            emit(node);
            const auto next = successors(node);
            if (next.empty()) {
                m_tips.erase(m_tips.begin() + static_cast<std::ptrdiff_t>(at));
                at = at == 0 ? 0 : at - 1;
                continue;
            }
            m_tips[at] = next.front();
            m_tips.insert(m_tips.end(), next.begin() + 1, next.end());
        }
    }

    void emit(Node node) {
        m_order.push_back(node);
        m_state[node] = State::done;
        for (const auto below : m_graph.links(node).down) {
            --m_waiting_for[below];
        }
    }

    Nodes successors(Node node) {
        Nodes next;
        for (const auto below : m_graph.links(node).down) {
            if (m_state[below] == State::to_do) {
                m_state[below] = State::tip;
                next.push_back(below);
            }
        }
        return next;
    }

    /// The place of the first other tip that has this one below it.
    std::optional<std::size_t> tip_above(std::size_t at) {
        const auto node = m_tips[at];
        if (m_tips.size() == 1 || (m_is_convex && m_waiting_for[node] == 0)) {
            return std::nullopt;
        }
        ++m_search;
        for (std::size_t other = 0; other < m_tips.size(); ++other) {
            if (other != at && leads_down_to(m_tips[other], node)) {
                return other;
            }
        }
        return std::nullopt;
    }

    /// Searches only above the wanted node, and nothing twice for the same question.
    bool leads_down_to(Node from, Node wanted) {
        m_todo.assign(1, from);
        while (!m_todo.empty()) {
            const auto node = m_todo.back();
            m_todo.pop_back();
            if (node == wanted) {
                return true;
            }
            if (m_graph.height(node) < m_graph.height(wanted) || m_looked_at[node] == m_search) {
                continue;
            }
            m_looked_at[node] = m_search;
            const auto& below = m_graph.links(node).down;
            m_todo.insert(m_todo.end(), below.begin(), below.end());
        }
        return false;
    }

    [[nodiscard]] Nodes unreached_tops() const {
        Nodes tops;
        for (const auto node : m_set.nodes()) {
            if (m_state[node] == State::to_do && m_waiting_for[node] == 0) {
                tops.push_back(node);
            }
        }
        return tops;
    }

    const RevisionGraph& m_graph;
    const NodeSet& m_set;
    bool m_is_convex;
    std::vector<State> m_state;
    std::vector<std::size_t> m_waiting_for; ///< members not yet emitted that have it in their down set
    std::vector<std::size_t> m_looked_at;   ///< number of the last search that came by
    std::size_t m_search = 0;
    Nodes m_tips;
    Nodes m_todo;
    Nodes m_order;
};

} // namespace

Nodes newest_first(const RevisionGraph& graph, const NodeSet& set, const Nodes& tips, bool is_convex) {
    return Ordering(graph, set, is_convex).run(tips);
}

} // namespace headstart::revision
