#include "diff/decision.hpp"

#include <algorithm>

namespace headstart::diff {

namespace {

/// A foreign table's are elsewhere.
bool keeps_rows(const Context& context, const Address& address) {
    return address.kind == Kind::table &&
           context.present.at(address).as<schema::Table>().relation_kind != 'f' &&
           context.goal.at(address).as<schema::Table>().relation_kind != 'f';
}

const std::string& column_type(const Object& object) {
    return object.as<schema::Column>().type;
}

class Deciding {
public:
    Deciding(const Context& context, const Choices& choices)
        : m_context(context)
        , m_choices(choices) {}

    Decision decide() {
        for (const auto& [address, object] : m_context.present.objects) {
            if (!counts(object, m_context.compared)) {
                continue;
            }
            const auto* const wanted = m_context.goal.find(address);
            if (wanted == nullptr) {
                build_anew(address);
            } else if (!same(object, *wanted, m_context.compared)) {
                change(object, *wanted);
            }
        }
        for (const auto& address : m_choices.built_anew) {
            if (m_context.present.find(address) != nullptr) {
                build_anew(address);
            }
        }
        for (const auto& [address, object] : m_context.goal.objects) {
            if (m_context.present.find(address) == nullptr && counts(object, m_context.compared)) {
                m_decision.created.insert(address);
            }
        }
        for (const auto& address : m_decision.dropped) {
            m_decision.altered.erase(address);
            m_decision.details.erase(address);
            m_decision.set_free.erase(address);
        }
        for (const auto& address : m_decision.dropped) {
            if (m_decision.created.contains(address) && keeps_rows(m_context, address)) {
                m_decision.moved.insert(address);
            }
        }
        for (const auto& address : m_decision.dropped) {
            const bool may_be_renamed = is_type(address.kind) || address.kind == Kind::function;
            if (may_be_renamed && m_decision.created.contains(address) && is_moved(address)) {
                m_decision.renamed.insert(address);
            }
        }
        for (const auto& address : m_decision.created) {
            if (address.kind == Kind::index && m_choices.makes_of_table_only(address, m_context)) {
                m_decision.made_of_table_only.insert(address);
            }
        }
        leave_to_next_plan();
        return std::move(m_decision);
    }

private:
    /// What needs a column that is a text for now, and what needs that: a trigger's condition, say, would not
    /// compare it with a label.
    void leave_to_next_plan() {
        auto later = m_decision.set_free;
        for (std::size_t before = later.empty() ? 0 : later.size() - 1; before < later.size();) {
            before = later.size();
            std::erase_if(m_decision.created, [&](const Address& address) {
                const auto& object = m_context.goal.at(address);
                const bool is_later =
                    !holds_rows(object) &&
                    std::any_of(object.needs.begin(), object.needs.end(),
                                [&](const auto& need) { return later.contains(need.object); });
                return is_later && later.insert(address).second;
            });
        }
    }

    void change(const Object& from, const Object& to) {
        if (from.body == to.body && from.parent == to.parent) {
            m_decision.details.insert(from.address);
            return;
        }
        if (rules_of(from).follows && follows_a_type(from)) {
            return; // and is looked at again by the next plan, which finds the column as it is to be
        }
        const auto found = m_choices.alterations.find(from.address);
        const auto coarseness = found == m_choices.alterations.end() ? Coarseness{} : found->second;
        auto ways = rules_of(from).alter(from, to, m_context);
        if (coarseness.is_built_anew || coarseness.way >= ways.size() || from.parent != to.parent) {
            build_anew(from.address);
            return;
        }
        if (!m_decision.set_free.contains(from.address)) {
            m_decision.altered.emplace(from.address, std::move(ways[coarseness.way]));
        }
        if (!same_details(from, to, m_context.compared)) {
            m_decision.details.insert(from.address);
        }
        if (coarseness.rebuilt > 0) {
            for (const auto& dependent : m_context.all_dependents(from.address)) {
                const auto& object = m_context.present.at(dependent);
                const bool may_follow = coarseness.rebuilt == 1 && rules_of(object).follows;
                if (!holds_rows(object) && !may_follow && !is_part_of_type(object)) {
                    build_anew(dependent);
                }
            }
        }
    }

    /// Its text names the types of its columns: what differs may be the type alone, and comes by itself.
    [[nodiscard]] bool follows_a_type(const Object& object) const {
        return std::any_of(object.needs.begin(), object.needs.end(), [&](const auto& need) {
            const auto* const wanted = m_context.goal.find(need.object);
            return need.object.kind == Kind::column && wanted != nullptr &&
                   column_type(m_context.present.at(need.object)) != column_type(*wanted);
        });
    }

    /// Drops it, and creates it if it is wanted; so all that needs it, but what is altered so that it needs
    /// it no more.
    void build_anew(const Address& address) {
        if (!m_decision.dropped.insert(address).second) {
            return;
        }
        const bool is_wanted = m_context.goal.find(address) != nullptr;
        if (is_wanted) {
            m_decision.created.insert(address);
        }
        for (const auto& dependent : m_context.dependents(address)) {
            if (!is_wanted && frees_itself(dependent, address)) {
                continue;
            }
            const auto& part = m_context.present.at(dependent);
            if (dependent.kind == Kind::column && part.parent && part.parent->kind == Kind::composite_type) {
                build_anew(dependent);
                build_anew(*part.parent); // which the columns that have it give up, too
            } else if (may_be_type_of(address, dependent) && is_column_that_stays(dependent)) {
                set_free(dependent);
            } else {
                build_anew(dependent);
            }
        }
    }

    [[nodiscard]] bool frees_itself(const Address& dependent, const Address& from) const {
        const auto* const wanted = m_context.goal.find(dependent);
        const auto& object = m_context.present.at(dependent);
        if (m_choices.drops_first || dependent.kind == Kind::sequence_owner) {
            return false; // what comes in place of the old table may have the names of its indexes
        }
        return wanted != nullptr && wanted->body != object.body &&
               std::none_of(wanted->needs.begin(), wanted->needs.end(),
                            [&](const auto& need) { return need.object == from; }) &&
               !rules_of(object).alter(object, *wanted, m_context).empty();
    }

    /// A type, or a table whose rows another one has in a column.
    [[nodiscard]] bool may_be_type_of(const Address& address, const Address& column) const {
        return is_type(address.kind) ||
               (address.kind == Kind::table && m_context.present.at(column).parent != address);
    }

    [[nodiscard]] bool is_column_that_stays(const Address& address) const {
        const auto& object = m_context.present.at(address);
        return address.kind == Kind::column && holds_rows(object) && object.as<schema::Column>().is_held &&
               m_context.goal.find(address) != nullptr && m_context.goal.find(object.whole()) != nullptr;
    }

    /// A column of text in between keeps the rows.
    void set_free(const Address& address) {
        const auto& object = m_context.present.at(address);
        const auto& column = object.as<schema::Column>();
        if (!m_decision.set_free.insert(address).second) {
            return;
        }
        if (column.is_local && !column.is_inherited) {
            m_decision.altered.insert_or_assign(
                address, Way{{"ALTER TABLE " + object.parent_name + " ALTER COLUMN " + object.name +
                                  " TYPE text" + (column.type.ends_with("[]") ? "[]" : ""),
                              {Hazard::rewrites_table}}});
        }
        for (const auto& dependent : m_context.all_dependents(address)) {
            const auto& other = m_context.present.at(dependent);
            if (!holds_rows(other) && !rules_of(other).follows) {
                build_anew(dependent);
            }
        }
    }

    /// A table put aside has it until its rows are in the new one: the type of a column, or a function in
    /// the key of its partitions.
    [[nodiscard]] bool is_moved(const Address& needed) const {
        const auto& all = m_context.dependents(needed);
        return std::any_of(all.begin(), all.end(), [&](const auto& dependent) {
            const auto& parent = m_context.present.at(dependent).parent;
            return m_decision.moved.contains(dependent) ||
                   (dependent.kind == Kind::column && parent && m_decision.moved.contains(*parent));
        });
    }

    static bool is_type(Kind kind) {
        return kind == Kind::enum_type || kind == Kind::domain || kind == Kind::composite_type ||
               kind == Kind::range_type || kind == Kind::base_type;
    }

    /// What the server computes anew is no loss.
    static bool holds_rows(const Object& object) {
        return rules_of(object).holds_rows &&
               !(object.address.kind == Kind::column && object.as<schema::Column>().generated);
    }

    /// Its constraints go with it wherever it goes.
    static bool is_part_of_type(const Object& object) {
        return object.parent && object.parent->kind == Kind::domain;
    }

    const Context& m_context;
    const Choices& m_choices;
    Decision m_decision;
};

} // namespace

namespace {

/// The server adds no constraint to a domain that arrays or composite types of columns have.
bool is_of_domain_there(const Address& address, const Context& context) {
    const auto& parent = context.goal.at(address).parent;
    return parent && parent->kind == Kind::domain && context.present.find(*parent) != nullptr;
}

} // namespace

namespace {

/// The partitioned index that one is to be attached to; null: none.
const Address* whole_index(const Address& address, const Context& context) {
    const auto& object = context.goal.at(address);
    if (address.kind != Kind::index || !object.as<schema::Index>().attached_to) {
        return nullptr;
    }
    const auto found = std::find_if(object.needs.begin(), object.needs.end(),
                                    [](const auto& need) { return need.object.kind == Kind::index; });
    return found == object.needs.end() ? nullptr : &found->object;
}

} // namespace

namespace {

constexpr unsigned k_by_itself = 1; ///< the first level of an index that would come with another one
constexpr unsigned k_only = 1;      ///< and so many more for one that is made of its table ONLY

} // namespace

bool Choices::makes_of_table_only(const Address& index, const Context& context) const {
    const auto& wanted = context.goal.at(index).as<schema::Index>();
    const auto found = levels.find({Action::create, index});
    const auto level = found == levels.end() ? 0 : found->second;
    const auto only = k_only + (whole_index(index, context) != nullptr ? k_by_itself : 0);
    return wanted.is_partitioned && (level >= only || !wanted.is_valid);
}

/// Once one is made by itself the whole must not make any: it is made of its table ONLY, and so up to the
/// top.
void Choices::attach_each(const Address& whole, const Context& context) {
    const auto* const upper = whole_index(whole, context);
    auto& level = levels[{Action::create, whole}];
    const auto wanted = k_only + (upper != nullptr ? k_by_itself : 0);
    if (level >= wanted) {
        return;
    }
    level = wanted;
    for (const auto& [address, object] : context.goal.objects) {
        const auto* const other = address.kind == Kind::index ? whole_index(address, context) : nullptr;
        if (other != nullptr && *other == whole) {
            auto& part = levels[{Action::create, address}];
            part = std::max(part, k_by_itself);
            if (object.as<schema::Index>().is_partitioned) {
                attach_each(address, context);
            }
        }
    }
    if (upper != nullptr) {
        attach_each(*upper, context);
    }
}

bool Choices::coarsen(const Deed& deed, const Context& context, bool is_in_use) {
    switch (deed.action) {
    case Action::create:
        if (is_in_use && is_of_domain_there(deed.object, context) &&
            built_anew.insert(context.goal.at(deed.object).whole()).second) {
            return true;
        }
        if (const auto* const whole = whole_index(deed.object, context)) {
            const auto before = levels[deed];
            attach_each(*whole, context);
            if (levels[deed] > before) {
                return true;
            }
        }
        return ++levels[deed] < rules_of(deed.object.kind).create_levels + 1;
    case Action::drop:
        return coarsen_drop(deed, context);
    case Action::alter:
        return coarsen_alteration(deed.object, context, is_in_use);
    case Action::move:
        return false;
    }
    return false;
}

namespace {

/// A table that stays, or a column of one. A view's columns hold nothing, and a foreign table's rows are
/// elsewhere.
bool keeps_values(const Context& context, const Address& address) {
    const auto& object = context.present.at(address);
    if (!rules_of(object).holds_rows || context.goal.find(address) == nullptr) {
        return false;
    }
    if (address.kind == Kind::column && !object.as<schema::Column>().is_held) {
        return false;
    }
    const auto& table = object.parent ? context.present.at(*object.parent) : object;
    return table.address.kind != Kind::table || table.as<schema::Table>().relation_kind != 'f';
}

} // namespace

/// A partition's index goes only with that of its table. CASCADE is never told of what rows depend on.
bool Choices::coarsen_drop(const Deed& deed, const Context& context) {
    for (const auto& need : context.present.at(deed.object).needs) {
        if (need.ends_with && need.object.kind == deed.object.kind && built_anew.insert(need.object).second) {
            return true;
        }
    }
    const auto dependents = context.all_dependents(deed.object);
    return std::none_of(dependents.begin(), dependents.end(),
                        [&](const Address& address) { return keeps_values(context, address); }) &&
           ++levels[deed] < 2;
}

/// A column is not dropped to be built anew, which would lose what it holds, before its whole table has been
/// tried, whose rows are moved.
bool Choices::coarsen_alteration(const Address& address, const Context& context, bool is_in_use) {
    auto& coarseness = alterations[address];
    const auto& from = context.present.at(address);
    const auto ways = rules_of(from).alter(from, context.goal.at(address), context).size();
    if (coarseness.is_built_anew) {
        return false;
    }
    if (is_in_use && coarseness.rebuilt < 2) {
        ++coarseness.rebuilt;
    } else if (coarseness.way + 1 < ways) {
        ++coarseness.way;
    } else if (coarseness.rebuilt < 2) {
        ++coarseness.rebuilt;
        coarseness.way = 0;
    } else if (rules_of(from).holds_rows && from.parent && built_anew.insert(*from.parent).second) {
        coarseness = {};
    } else {
        coarseness.is_built_anew = true;
    }
    return true;
}

Decision decide(const Context& context, const Choices& choices) {
    return Deciding(context, choices).decide();
}

} // namespace headstart::diff
