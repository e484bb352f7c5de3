#include "diff/arrange.hpp"

#include "diff/move_rows.hpp"
#include "diff/rules.hpp"

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
        , m_decision(decision) {
        for (const auto& address : decision.dropped) {
            m_deeds.push_back({Action::drop, address});
        }
        for (const auto& [address, way] : decision.altered) {
            m_deeds.push_back({Action::alter, address});
        }
        for (const auto& address : decision.details) {
            if (!decision.altered.contains(address)) {
                m_deeds.push_back({Action::alter, address});
            }
        }
        for (const auto& address : decision.created) {
            m_deeds.push_back({Action::create, address});
        }
        for (const auto& address : decision.moved) {
            m_deeds.push_back({Action::move, address});
        }
        for (std::size_t i = 0; i < m_deeds.size(); ++i) {
            m_numbers.emplace(m_deeds[i], i);
        }
        m_wholes.resize(m_deeds.size());
        for (std::size_t i = 0; i < m_deeds.size(); ++i) {
            m_wholes[i] = whole_of(m_deeds[i]);
        }
        find_order();
    }

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
    [[nodiscard]] std::optional<std::size_t> number(Action action, const Address& address) const {
        const auto found = m_numbers.find({action, address});
        return found == m_numbers.end() ? std::nullopt : std::optional(found->second);
    }

    /// The deed whose statements could do this one, too.
    [[nodiscard]] std::optional<std::size_t> whole_of(const Deed& deed) const {
        if (deed.action == Action::create) {
            const auto& object = m_context.goal.at(deed.object);
            for (const auto& address : wholes_of(object)) {
                const auto whole = number(Action::create, address);
                if (whole && rules_of(object).is_part_of(object, m_context.goal.at(address))) {
                    return whole;
                }
            }
        }
        if (deed.action == Action::drop) {
            const auto& object = m_context.present.at(deed.object);
            for (const auto& need : object.needs) {
                const auto whole = number(Action::drop, need.object);
                if (need.ends_with && whole && may_go_with(object, need.object)) {
                    return whole;
                }
            }
        }
        return std::nullopt;
    }

    /// While its rows are moved a table is there twice: the new one needs the names of its indexes, and takes
    /// over its sequences.
    [[nodiscard]] bool may_go_with(const Object& object, const Address& whole) const {
        const auto* const column = whole.kind == Kind::column ? m_context.present.find(whole) : nullptr;
        const auto table = column != nullptr && column->parent ? *column->parent : whole;
        if (!m_decision.moved.contains(table)) {
            return true;
        }
        if (object.address.kind == Kind::constraint) {
            const char type = object.as<schema::Constraint>().type;
            return type != 'p' && type != 'u' && type != 'x';
        }
        return object.address.kind != Kind::index && object.address.kind != Kind::sequence_owner &&
               object.address.kind != Kind::table;
    }

    /// The table whose rows are moved that something needs, if it does.
    [[nodiscard]] std::optional<Address> moved_table(const Address& needed) const {
        const auto* object = m_context.goal.find(needed);
        const auto table = object != nullptr && object->parent ? *object->parent : needed;
        return m_decision.moved.contains(table) ? std::optional(table) : std::nullopt;
    }

    /// One that a table declares itself and inherits, too: the parent's would bring it along, and it could
    /// not be added any more. pg_depend does not tell.
    void find_order_of_inherited_columns() {
        for (const auto& address : m_decision.created) {
            const auto& object = m_context.goal.at(address);
            if (address.kind != Kind::column || !object.parent || !object.as<schema::Column>().is_inherited ||
                !object.as<schema::Column>().is_local || m_decision.created.contains(*object.parent)) {
                continue;
            }
            for (const auto& need : m_context.goal.at(*object.parent).needs) {
                const Address above{Kind::column, need.object.identity + "." + object.name};
                if (const auto other = number(Action::create, above);
                    other && need.object.kind == Kind::table) {
                    come_before(*number(Action::create, address), *other);
                }
            }
        }
    }

    /// Of each whole the deeds that make it the partitions, of any depth, that may take the rows.
    using Makers = std::map<Address, std::vector<std::size_t>>;

    [[nodiscard]] Makers makers_of_partitions() const {
        Makers makers;
        for (std::size_t i = 0; i < m_deeds.size(); ++i) {
            const auto& [action, address] = m_deeds[i];
            if (address.kind != Kind::table || (action != Action::create && action != Action::alter)) {
                continue;
            }
            for (const auto* whole = m_context.wanted_whole(address); whole != nullptr;
                 whole = m_context.wanted_whole(*whole)) {
                makers[*whole].push_back(i);
            }
        }
        return makers;
    }

    /// The table that is put aside has what it needs until its rows are in the new one.
    void find_order_of_drop(const Address& needed, std::size_t move) {
        const auto drop = number(Action::drop, needed);
        if (drop && m_context.goal.find(needed) == nullptr) {
            come_before(move, *drop);
        }
    }

    /// A table's rows come when it and its partitions are there, and before all that would see them come:
    /// triggers, foreign keys to it, indexes.
    void find_order_of_moves() {
        auto makers = m_decision.moved.empty() ? Makers() : makers_of_partitions();
        for (const auto& table : m_decision.moved) {
            const auto move = *number(Action::move, table);
            come_before(*number(Action::create, table), move);
            for (const auto maker : makers[receiver_of_rows(m_context, table, m_decision.moved)]) {
                come_before(maker, move);
            }
            for (const auto& need : m_context.present.at(table).needs) { // which drops its partitions
                if (const auto other = number(Action::move, need.object)) {
                    come_before(move, *other);
                }
                find_order_of_drop(need.object, move);
            }
            for (const auto& part : m_context.dependents(table)) {
                if (goes_with_moved_whole(part, table)) {
                    come_before(move, *number(Action::drop, part));
                }
                if (part.kind == Kind::column && m_context.present.at(part).parent == table) {
                    for (const auto& need : m_context.present.at(part).needs) {
                        find_order_of_drop(need.object, move);
                    }
                }
            }
        }
        for (const auto& address : m_decision.created) {
            const auto deed = *number(Action::create, address);
            for (const auto& need : m_context.goal.at(address).needs) {
                const auto table = moved_table(need.object);
                if (table && *table != address) {
                    m_movers.emplace_back(*number(Action::move, *table), deed);
                }
            }
        }
    }

    /// Parts that are made with the table itself, and its partitions, come before its rows.
    void add_moves() {
        for (const auto& [move, deed] : m_movers) {
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

    /// A sequence of a serial column is told by who it belongs to.
    [[nodiscard]] std::vector<Address> wholes_of(const Object& object) const {
        if (object.address.kind != Kind::sequence) {
            return object.parent ? std::vector{*object.parent} : std::vector<Address>{};
        }
        std::vector<Address> columns;
        if (const auto* owner = m_context.goal.find({Kind::sequence_owner, object.address.identity})) {
            for (const auto& need : owner->needs) {
                if (need.object.kind == Kind::column) {
                    columns.push_back(need.object);
                }
            }
        }
        return columns;
    }

    /// A partition that is not wanted, of a table whose rows are moved: some of them are in it.
    [[nodiscard]] bool goes_with_moved_whole(const Address& address, const Address& whole) const {
        return address.kind == Kind::table && m_decision.moved.contains(whole) &&
               m_context.goal.find(address) == nullptr &&
               m_context.present.at(address).as<schema::Table>().partition_of.has_value();
    }

    void come_before(std::size_t first, std::size_t second) {
        if (first != second) {
            m_edges.emplace(first, second);
        }
    }

    /// It may go before its table is altered or behind that.
    [[nodiscard]] bool is_part_of_table(const Address& address, const Address& table) const {
        return table.kind == Kind::table && m_context.present.at(address).parent == table;
    }

    /// That a sequence belongs to a column is told by an object of its own; it can be without.
    static bool is_ownership(const Address& address, const Address& needed) {
        return address.kind == Kind::sequence && needed.kind == Kind::column;
    }

    /// Which deed comes before which.
    void find_order() {
        for (std::size_t i = 0; i < m_deeds.size(); ++i) {
            const auto& [action, address] = m_deeds[i];
            const bool is_set_free = m_decision.set_free.contains(address);
            if (action == Action::create || (action == Action::alter && !is_set_free)) {
                for (const auto& need : m_context.goal.at(address).needs) {
                    if (is_ownership(address, need.object)) {
                        continue;
                    }
                    for (const auto before : {Action::create, Action::alter}) {
                        if (const auto other = number(before, need.object)) {
                            come_before(*other, i);
                        }
                    }
                }
            }
            if (action == Action::drop || action == Action::alter) {
                for (const auto& need : m_context.present.at(address).needs) {
                    if (action == Action::alter && is_ownership(address, need.object)) {
                        continue;
                    }
                    if (action == Action::drop && goes_with_moved_whole(address, need.object)) {
                        continue;
                    }
                    if (const auto other = number(Action::drop, need.object)) {
                        come_before(i, *other);
                    }
                    if (const auto other = number(Action::alter, need.object);
                        other && action == Action::drop) {
                        auto& edges = is_part_of_table(address, need.object) ? m_soft_edges : m_edges;
                        edges.emplace(i, *other);
                    }
                }
            }
            if (action == Action::drop) {
                if (const auto anew = number(Action::create, address)) {
                    come_before(i, *anew);
                }
            }
        }
        find_order_of_inherited_columns();
        find_order_of_moves();
    }

    [[nodiscard]] std::size_t root_of(std::size_t deed) const {
        while (m_wholes[deed]) {
            deed = *m_wholes[deed];
        }
        return deed;
    }

    void build_graph() {
        m_roots.clear();
        m_graph.assign(m_deeds.size(), {});
        for (std::size_t i = 0; i < m_deeds.size(); ++i) {
            if (!m_wholes[i]) {
                m_roots.push_back(i);
            }
        }
        for (const auto* const edges : {&m_edges, &m_soft_edges}) {
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
        if (std::erase_if(m_soft_edges, [&](const auto& edge) {
                return is_left(edge.first) && is_left(edge.second);
            }) > 0) {
            return true;
        }
        for (const auto may_go : {is_foreign_key, is_no_column}) {
            bool has_loosened = false;
            for (std::size_t i = 0; i < m_deeds.size(); ++i) {
                if (m_wholes[i] && is_left(i) && may_go(m_context, m_deeds[i]) && is_tied(i, is_left)) {
                    m_wholes[i].reset();
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
        return std::any_of(m_edges.begin(), m_edges.end(), [&](const auto& edge) {
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
            if (m_wholes[i]) {
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
    const Decision& m_decision;
    std::vector<Deed> m_deeds;
    std::map<Deed, std::size_t> m_numbers;
    std::vector<std::optional<std::size_t>> m_wholes; ///< in whose statements it is, if it is no node itself
    std::set<std::pair<std::size_t, std::size_t>> m_edges;
    std::set<std::pair<std::size_t, std::size_t>>
        m_soft_edges; ///< that are kept as far as there is no circle
    std::vector<std::pair<std::size_t, std::size_t>>
        m_movers; ///< a move, and what is created and needs the table
    std::vector<std::size_t> m_roots;
    Graph m_graph;
};

} // namespace

std::vector<Node> arrange(const Context& context, const Decision& decision) {
    return Arranging(context, decision).arrange();
}

} // namespace headstart::diff
