#include "diff/arrange.hpp"

#include "diff/deed_order.hpp"

#include <algorithm>
#include <functional>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>

namespace headstart::diff {

namespace {

using Graph = std::vector<std::set<std::size_t>>; ///< of each node those that come behind it

/// What is read together stands together: drops first, then by the table that a thing belongs to.
using Rank = std::tuple<bool, int, std::string, int, std::string>;

class Arranging {
public:
    Arranging(const Context& context, const Decision& decision)
        : m_context(context)
        , m_order(order_deeds(context, decision))
        , m_deeds(m_order.deeds) {}

    std::vector<Node> arrange() {
        for (;;) {
            build_graph();
            auto order = sort();
            if (order.size() == m_roots.size() || !loosen(order)) {
                return nodes(complete(std::move(order)));
            }
        }
    }

private:
    /// Parts that are made with the table itself, and its partitions, come before its rows.
    void add_moves() {
        for (const auto& [move, deed] : m_order.movers) {
            const auto& table = m_deeds[move].object;
            const auto root = root_of(deed);
            if (m_deeds[root].object == table) {
                continue;
            }
            if (m_deeds[root].object.kind == Kind::table && needs_directly(m_deeds[root].object, table)) {
                m_graph[root].insert(move);
            } else if (root != move) {
                m_graph[move].insert(root);
            }
        }
    }

    /// As a partition needs its table.
    [[nodiscard]] bool needs_directly(const Address& address, const Address& needed) const {
        const auto& needs = m_context.goal.at(address).needs;
        return std::any_of(needs.begin(), needs.end(),
                           [&](const auto& need) { return need.object == needed; });
    }

    [[nodiscard]] std::size_t root_of(std::size_t deed) const {
        while (m_order.wholes[deed]) {
            deed = *m_order.wholes[deed];
        }
        return deed;
    }

    void build_graph() {
        m_roots.clear();
        m_graph.assign(m_deeds.size(), {});
        for (std::size_t i = 0; i < m_deeds.size(); ++i) {
            if (!m_order.wholes[i]) {
                m_roots.push_back(i);
            }
        }
        for (const auto* const edges : {&m_order.edges, &m_order.soft_edges}) {
            for (const auto& [first, second] : *edges) {
                const auto a = root_of(first);
                const auto b = root_of(second);
                if (a != b) {
                    m_graph[a].insert(b);
                }
            }
        }
        add_moves();
    }

    [[nodiscard]] Rank rank_of(std::size_t deed) const {
        const auto& [action, address] = m_deeds[deed];
        const auto& schema = action == Action::drop ? m_context.present : m_context.goal;
        const auto* object = &schema.at(address);
        const auto* root = object;
        while (root->parent) {
            root = &schema.at(*root->parent);
        }
        const int direction = action == Action::drop ? -1 : 1;
        return {action != Action::drop, direction * static_cast<int>(root->address.kind),
                root->address.identity, direction * static_cast<int>(address.kind), address.identity};
    }

    using Entry = std::pair<Rank, std::size_t>;

    /// What belongs to the same table as what has just come, if there is such; else the first of all.
    static std::set<Entry>::iterator next_of(const std::set<Entry>& ready, const std::optional<Rank>& last) {
        if (!last) {
            return ready.begin();
        }
        const auto& [is_creation, kind, root, own_kind, own] = *last;
        const auto found =
            ready.lower_bound({{is_creation, kind, root, std::numeric_limits<int>::min(), ""}, 0});
        const bool is_same = found != ready.end() && std::get<0>(found->first) == is_creation &&
                             std::get<1>(found->first) == kind && std::get<2>(found->first) == root;
        return is_same ? found : ready.begin();
    }

    /// As far as there is no circle.
    std::vector<std::size_t> sort() const {
        std::vector<std::size_t> waits(m_deeds.size(), 0);
        for (const auto root : m_roots) {
            for (const auto next : m_graph[root]) {
                ++waits[next];
            }
        }
        std::set<Entry> ready;
        for (const auto root : m_roots) {
            if (waits[root] == 0) {
                ready.emplace(rank_of(root), root);
            }
        }
        std::vector<std::size_t> order;
        std::optional<Rank> last;
        while (!ready.empty()) {
            const auto next = next_of(ready, last);
            last = next->first;
            order.push_back(next->second);
            ready.erase(next);
            for (const auto behind : m_graph[order.back()]) {
                if (--waits[behind] == 0) {
                    ready.emplace(rank_of(behind), behind);
                }
            }
        }
        return order;
    }

    /// Takes parts out of their wholes where that may open a circle: foreign keys before all else, and
    /// columns never, without which there is no table.
    bool loosen(const std::vector<std::size_t>& sorted) {
        const std::set<std::size_t> done(sorted.begin(), sorted.end());
        const auto is_left = [&](std::size_t deed) { return !done.contains(root_of(deed)); };
        if (std::erase_if(m_order.soft_edges, [&](const auto& edge) {
                return is_left(edge.first) && is_left(edge.second);
            }) > 0) {
            return true;
        }
        for (const auto may_go : {is_foreign_key, is_no_column}) {
            bool has_loosened = false;
            for (std::size_t i = 0; i < m_deeds.size(); ++i) {
                if (m_order.wholes[i] && is_left(i) && may_go(m_context, m_deeds[i]) && is_tied(i, is_left)) {
                    m_order.wholes[i].reset();
                    has_loosened = true;
                }
            }
            if (has_loosened) {
                return true;
            }
        }
        return false;
    }

    /// Something else than its whole holds it up (or is held up by it) that is in a circle, too.
    [[nodiscard]] bool is_tied(std::size_t deed, const std::function<bool(std::size_t)>& is_left) const {
        return std::any_of(m_order.edges.begin(), m_order.edges.end(), [&](const auto& edge) {
            const auto other = edge.first == deed ? edge.second : edge.second == deed ? edge.first : deed;
            return other != deed && root_of(other) != root_of(deed) && is_left(other);
        });
    }

    static const Object& object_of(const Context& context, const Deed& deed) {
        return deed.action == Action::drop ? context.present.at(deed.object) : context.goal.at(deed.object);
    }

    static bool is_foreign_key(const Context& context, const Deed& deed) {
        return deed.object.kind == Kind::constraint &&
               object_of(context, deed).as<schema::Constraint>().type == 'f';
    }

    static bool is_no_column(const Context& /*context*/, const Deed& deed) {
        return deed.object.kind != Kind::column;
    }

    /// What is in a circle that nothing opens comes last, in its rank: the proof may find an order.
    std::vector<std::size_t> complete(std::vector<std::size_t> order) const {
        const std::set<std::size_t> done(order.begin(), order.end());
        std::vector<std::size_t> left;
        std::copy_if(m_roots.begin(), m_roots.end(), std::back_inserter(left),
                     [&](std::size_t root) { return !done.contains(root); });
        std::sort(left.begin(), left.end(),
                  [&](std::size_t a, std::size_t b) { return rank_of(a) < rank_of(b); });
        order.insert(order.end(), left.begin(), left.end());
        return order;
    }

    std::vector<Node> nodes(const std::vector<std::size_t>& order) const {
        std::vector<std::size_t> places(m_deeds.size(), 0);
        std::vector<Node> all(order.size());
        for (std::size_t i = 0; i < order.size(); ++i) {
            places[order[i]] = i;
            all[i].deed = m_deeds[order[i]];
        }
        for (std::size_t i = 0; i < m_deeds.size(); ++i) {
            if (m_order.wholes[i]) {
                all[places[root_of(i)]].parts.push_back(m_deeds[i]);
            }
        }
        for (const auto root : m_roots) {
            for (const auto next : m_graph[root]) {
                all[places[next]].behind.push_back(places[root]);
            }
        }
        return all;
    }

    const Context& m_context;
    DeedOrder m_order;
    const std::vector<Deed>& m_deeds;
    std::vector<std::size_t> m_roots; ///< that are parts of no other
    Graph m_graph;
};

} // namespace

std::vector<Node> arrange(const Context& context, const Decision& decision) {
    return Arranging(context, decision).arrange();
}

} // namespace headstart::diff
