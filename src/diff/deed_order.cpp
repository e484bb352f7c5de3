#include "diff/deed_order.hpp"

#include "diff/move_rows.hpp"
#include "diff/rules.hpp"

#include <algorithm>
#include <map>

namespace headstart::diff {

namespace {

class Ordering {
public:
    Ordering(const Context& context, const Decision& decision)
        : m_context(context)
        , m_decision(decision) {
        for (const auto& address : decision.dropped) {
            add(Action::drop, address);
        }
        for (const auto& [address, way] : decision.altered) {
            add(Action::alter, address);
        }
        for (const auto& address : decision.details) {
            if (!decision.altered.contains(address)) {
                add(Action::alter, address);
            }
        }
        for (const auto& address : decision.created) {
            add(Action::create, address);
        }
        for (const auto& address : decision.moved) {
            add(Action::move, address);
        }
    }

    DeedOrder run() {
        for (const auto& deed : m_order.deeds) {
            m_order.wholes.push_back(whole_of(deed));
        }
        for (std::size_t i = 0; i < m_order.deeds.size(); ++i) {
            find_order_of(i);
        }
        find_order_of_inherited_columns();
        find_order_of_inherited_constraints();
        find_order_of_lone_indexes();
        find_order_of_moves();
        return std::move(m_order);
    }

private:
    void add(Action action, const Address& address) {
        m_numbers.emplace(Deed{action, address}, m_order.deeds.size());
        m_order.deeds.push_back({action, address});
    }

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
            return type != 'p' && type != 'u' && type != 'x' && !needs_dropped_key(object);
        }
        return object.address.kind != Kind::index && object.address.kind != Kind::sequence_owner &&
               object.address.kind != Kind::table;
    }

    /// A foreign key of one that goes before the table that was put aside does.
    [[nodiscard]] bool needs_dropped_key(const Object& object) const {
        return std::any_of(object.needs.begin(), object.needs.end(), [&](const auto& need) {
            return (need.object.kind == Kind::constraint || need.object.kind == Kind::index) &&
                   number(Action::drop, need.object);
        });
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

    /// A table that is made with a constraint has it validated, whatever its parent's is: one that is NOT
    /// VALID in a child, too, comes to both at once.
    void find_order_of_inherited_constraints() {
        for (const auto& address : m_decision.created) {
            if (address.kind != Kind::constraint) {
                continue;
            }
            const auto& object = m_context.goal.at(address);
            const auto& constraint = object.as<schema::Constraint>();
            const auto table = object.parent ? number(Action::create, *object.parent) : std::nullopt;
            if (!table || constraint.is_validated || constraint.is_local) {
                continue;
            }
            for (const auto other : constraints_inherited_by(object)) {
                come_before(*table, other);
            }
        }
    }

    /// The deeds that create those of its table's parents by its name.
    [[nodiscard]] std::vector<std::size_t> constraints_inherited_by(const Object& object) const {
        std::vector<std::size_t> deeds;
        const auto& needs = m_context.goal.at(*object.parent).needs;
        for (const auto& address : m_decision.created) {
            const auto* const other =
                address.kind == Kind::constraint ? &m_context.goal.at(address) : nullptr;
            if (other != nullptr && other->name == object.name && other->parent &&
                std::any_of(needs.begin(), needs.end(),
                            [&](const auto& need) { return need.object == *other->parent; })) {
                deeds.push_back(*number(Action::create, address));
            }
        }
        return deeds;
    }

    /// Behind the partitions of their tables.
    void find_order_of_lone_indexes() {
        auto makers = m_decision.made_of_table_only.empty() ? Makers() : makers_of_partitions();
        for (const auto& address : m_decision.made_of_table_only) {
            for (const auto maker : makers[m_context.goal.at(address).whole()]) {
                come_before(maker, *number(Action::create, address));
            }
        }
    }

    /// Of each whole the deeds that make it the partitions, of any depth, that may take the rows.
    using Makers = std::map<Address, std::vector<std::size_t>>;

    [[nodiscard]] Makers makers_of_partitions() const {
        Makers makers;
        for (std::size_t i = 0; i < m_order.deeds.size(); ++i) {
            const auto& [action, address] = m_order.deeds[i];
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
                    m_order.movers.emplace_back(*number(Action::move, *table), deed);
                }
            }
        }
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
            m_order.edges.emplace(first, second);
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

    /// It comes behind what it will need.
    void find_order_of_arrival(std::size_t deed) {
        const auto& address = m_order.deeds[deed].object;
        for (const auto& need : m_context.goal.at(address).needs) {
            if (is_ownership(address, need.object)) {
                continue;
            }
            for (const auto before : {Action::create, Action::alter}) {
                if (const auto other = number(before, need.object)) {
                    come_before(*other, deed);
                }
            }
        }
    }

    /// It goes before what it has needed, and is altered before that goes.
    void find_order_of_departure(std::size_t deed) {
        const auto& [action, address] = m_order.deeds[deed];
        const bool goes = action == Action::drop;
        for (const auto& need : m_context.present.at(address).needs) {
            if (goes ? goes_with_moved_whole(address, need.object) : is_ownership(address, need.object)) {
                continue;
            }
            if (const auto other = number(Action::drop, need.object)) {
                come_before(deed, *other);
            }
            if (const auto other = number(Action::alter, need.object); other && goes) {
                auto& edges = is_part_of_table(address, need.object) ? m_order.soft_edges : m_order.edges;
                edges.emplace(deed, *other);
            }
        }
    }

    void find_order_of(std::size_t deed) {
        const auto& [action, address] = m_order.deeds[deed];
        const bool is_alteration = action == Action::alter;
        if (action == Action::create || (is_alteration && !m_decision.set_free.contains(address))) {
            find_order_of_arrival(deed);
        }
        if (action == Action::drop || is_alteration) {
            find_order_of_departure(deed);
        }
        if (const auto anew = number(Action::create, address); anew && action == Action::drop) {
            come_before(deed, *anew);
        }
    }

    const Context& m_context;
    const Decision& m_decision;
    std::map<Deed, std::size_t> m_numbers;
    DeedOrder m_order;
};

} // namespace

DeedOrder order_deeds(const Context& context, const Decision& decision) {
    return Ordering(context, decision).run();
}

} // namespace headstart::diff
