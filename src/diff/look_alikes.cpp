#include "diff/look_alikes.hpp"

#include "diff/renames.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <utility>

namespace headstart::diff {

namespace {

using schema::Column;
using schema::EnumType;

constexpr std::array k_renamable{Kind::table,     Kind::column,   Kind::index,         Kind::constraint,
                                 Kind::enum_type, Kind::domain,   Kind::range_type,    Kind::function,
                                 Kind::view,      Kind::sequence, Kind::composite_type};

using Columns = std::vector<const Object*>;

/// Of each table and composite type, in their order.
std::map<Address, Columns> columns_by_parent(const Schema& schema) {
    std::map<Address, Columns> all;
    for (const auto& [address, object] : schema.objects) {
        if (address.kind == Kind::column && object.parent) {
            all[*object.parent].push_back(&object);
        }
    }
    for (auto& [parent, columns] : all) {
        std::sort(columns.begin(), columns.end(),
                  [](const Object* a, const Object* b) { return a->place < b->place; });
    }
    return all;
}

using ColumnKey = std::pair<std::string, std::string>;

std::set<ColumnKey> keys_of(const Columns& columns) {
    std::set<ColumnKey> keys;
    for (const auto* column : columns) {
        keys.emplace(column->name, column->as<Column>().type);
    }
    return keys;
}

/// Without the name that stands before the arguments.
std::string behind_name(const std::string& text) {
    return text.substr(std::min(text.find('('), text.size()));
}

bool is_same_function(const Object& a, const Object& b) {
    auto before = a.as<schema::Function>();
    const auto& after = b.as<schema::Function>();
    if (behind_name(before.arguments) != behind_name(after.arguments)) {
        return false;
    }
    before.arguments = after.arguments;
    return before == after;
}

class Finding {
public:
    explicit Finding(const Context& context)
        : m_context(context)
        , m_columns_before(columns_by_parent(context.present))
        , m_columns_after(columns_by_parent(context.goal)) {}

    std::vector<LookAlike> run() {
        for (const auto& [address, object] : m_context.present.objects) {
            if (goes(object)) {
                find_for(object);
            }
        }
        for (const auto& [address, object] : m_context.present.objects) {
            const auto* const wanted = m_context.goal.find(address);
            if (address.kind == Kind::enum_type && wanted != nullptr) {
                compare_labels(object, *wanted);
            }
        }
        return std::move(m_found);
    }

private:
    /// By itself: not with all that it is a part of.
    static bool is_missing(const Object& object, const Schema& other) {
        return std::find(k_renamable.begin(), k_renamable.end(), object.address.kind) != k_renamable.end() &&
               other.find(object.address) == nullptr &&
               (!object.parent || other.find(*object.parent) != nullptr);
    }

    [[nodiscard]] bool goes(const Object& object) const { return is_missing(object, m_context.goal); }

    [[nodiscard]] bool comes(const Object& object) const {
        return is_missing(object, m_context.present) && !m_taken.contains(object.address);
    }

    void find_for(const Object& gone) {
        for (const auto& [address, object] : m_context.goal.objects) {
            if (address.kind == gone.address.kind && object.parent == gone.parent && comes(object) &&
                is_alike(gone, object)) {
                m_taken.insert(address);
                tell(gone, object);
                return;
            }
        }
    }

    [[nodiscard]] bool is_alike(const Object& gone, const Object& come) const {
        switch (gone.address.kind) {
        case Kind::column:
            return is_same_column(gone, come);
        case Kind::table:
        case Kind::composite_type:
            return has_most_columns(gone.address, come.address);
        case Kind::function:
            return is_same_function(gone, come);
        case Kind::sequence: // one that serial columns brought goes with them
            return gone.body == come.body && !gone.as<schema::Sequence>().serial_of;
        default:
            return gone.body == come.body;
        }
    }

    [[nodiscard]] bool is_same_column(const Object& gone, const Object& come) const {
        const auto& before = gone.as<Column>();
        const auto& after = come.as<Column>();
        if (!before.is_held || before.type != after.type || before.generated != after.generated) {
            return false;
        }
        const auto& columns_before = m_columns_before.at(*gone.parent);
        const auto& columns_after = m_columns_after.at(*come.parent);
        const auto place = [](const Columns& columns, const Object& column) {
            return std::find(columns.begin(), columns.end(), &column) - columns.begin();
        };
        const auto count = [&](const Columns& columns, const Schema& other) {
            return std::count_if(columns.begin(), columns.end(), [&](const Object* column) {
                return column->as<Column>().type == before.type && other.find(column->address) == nullptr;
            });
        };
        return place(columns_before, gone) == place(columns_after, come) ||
               (count(columns_before, m_context.goal) == 1 && count(columns_after, m_context.present) == 1);
    }

    /// Two of three.
    [[nodiscard]] bool has_most_columns(const Address& gone, const Address& come) const {
        const auto before = m_columns_before.find(gone);
        const auto after = m_columns_after.find(come);
        if (before == m_columns_before.end() || after == m_columns_after.end()) {
            return false;
        }
        const auto keys = keys_of(before->second);
        const auto others = keys_of(after->second);
        const auto common =
            std::count_if(keys.begin(), keys.end(), [&](const auto& key) { return others.contains(key); });
        return static_cast<std::size_t>(common) * 3 >= std::max(keys.size(), others.size()) * 2;
    }

    void compare_labels(const Object& from, const Object& to) {
        const auto& before = from.as<EnumType>().labels;
        const auto& after = to.as<EnumType>().labels;
        for (std::size_t i = 0; before.size() == after.size() && i < before.size(); ++i) {
            const bool goes = std::find(after.begin(), after.end(), before[i]) == after.end();
            const bool comes = std::find(before.begin(), before.end(), after[i]) == before.end();
            if (goes && comes) {
                m_found.push_back({from.address, to.address,
                                   fmt::format("label {} of enum '{}' goes and {} comes at its place",
                                               before[i], to.name, after[i]),
                                   "-- @renamed from=" + before[i]});
            }
        }
    }

    void tell(const Object& gone, const Object& come) {
        const auto words =
            gone.parent ? fmt::format("{} '{}' of '{}' goes and '{}' comes", schema::word(gone.address.kind),
                                      gone.name, come.parent_name, come.name)
                        : fmt::format("{} '{}' goes and '{}' comes", schema::word(gone.address.kind),
                                      gone.name, come.name);
        const auto& name = gone.parent ? gone.name : gone.own_name;
        const auto own = name.substr(0, name.find('('));
        const auto schema = [](const Object& object) {
            return object.address.identity.substr(0, object.address.identity.find('.'));
        };
        const bool has_moved = !gone.parent && schema(gone) != schema(come);
        m_found.push_back({gone.address, come.address, words,
                           "-- @renamed from=" + (has_moved ? schema(gone) + "." : "") + own});
    }

    const Context& m_context;
    std::map<Address, Columns> m_columns_before;
    std::map<Address, Columns> m_columns_after;
    std::set<Address> m_taken;
    std::vector<LookAlike> m_found;
};

} // namespace

std::vector<LookAlike> look_alikes(const Context& context) {
    return Finding(context).run();
}

} // namespace headstart::diff
