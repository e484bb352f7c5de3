#include "diff/type_replacement.hpp"

#include "base/text.hpp"
#include "diff/aside.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace headstart::diff {

namespace {

using schema::Column;
using schema::CompositeType;

bool is_type(Kind kind) {
    return kind == Kind::enum_type || kind == Kind::composite_type || kind == Kind::domain ||
           kind == Kind::range_type;
}

std::string_view type_word(Kind kind) {
    return kind == Kind::domain ? "DOMAIN" : kind == Kind::collation ? "COLLATION" : "TYPE";
}

/// Of a composite type each attribute that both have.
std::string by_attribute(const Object& from, const Object& to, const std::string& value,
                         const std::string& type) {
    const auto& before = from.as<CompositeType>();
    const auto& after = to.as<CompositeType>();
    std::vector<std::string> values;
    for (std::size_t i = 0; i < after.attributes.size(); ++i) {
        const auto& name = after.attributes[i];
        const auto known = std::find(before.attributes.begin(), before.attributes.end(), name);
        if (known == before.attributes.end()) {
            values.emplace_back("NULL");
            continue;
        }
        auto attribute = fmt::format("({}).{}", value, name);
        const auto& old_type = before.types[static_cast<std::size_t>(known - before.attributes.begin())];
        if (old_type != after.types[i]) {
            attribute += "::" + after.types[i].substr(0, after.types[i].find(" COLLATE "));
        }
        values.push_back(std::move(attribute));
    }
    return fmt::format("CASE WHEN {0} IS NOT NULL OR {0}::text <> '' THEN ROW({1})::{2} END", value,
                       base::join(values, ", "), type);
}

class Replacement {
public:
    Replacement(const Object& from, const Object& to, const Context& context)
        : m_from(from)
        , m_to(to)
        , m_context(context) {
        visit(from.address);
        std::reverse(m_types.begin(), m_types.end());
        find_columns();
    }

    [[nodiscard]] Way way(Conversion conversion) const {
        Way way;
        if (m_columns.empty() && m_types.size() == 1) {
            way.push_back(drop(m_from.address.kind, m_from.name));
            append(way, create(m_from.address));
            return way;
        }
        if (conversion == Conversion::through_text) {
            convert(way, conversion);
            drop_all(way, [](const Object& object) { return object.name; });
            create_all(way);
            convert(way, Conversion::assigned, true);
            return way;
        }
        for (const auto& address : m_types) {
            const auto& object = m_context.present.at(address);
            way.push_back(put_out_of_way(object));
        }
        create_all(way);
        convert(way, conversion);
        drop_all(way, whole_name_aside);
        return way;
    }

    [[nodiscard]] const std::vector<const Object*>& columns() const { return m_columns; }

private:
    /// Behind all that is made of it.
    void visit(const Address& address) {
        if (!m_seen.insert(address).second) {
            return;
        }
        for (const auto& dependent : m_context.dependents(address)) {
            if (is_type(dependent.kind)) {
                visit(dependent);
            } else if (const auto* whole = whole_of_attribute(dependent)) {
                visit(*whole);
            }
        }
        m_types.push_back(address);
    }

    [[nodiscard]] const Address* whole_of_attribute(const Address& address) const {
        const auto& object = m_context.present.at(address);
        return address.kind == Kind::column && object.parent && object.parent->kind == Kind::composite_type
                   ? &*object.parent
                   : nullptr;
    }

    void find_columns() {
        std::set<Address> found;
        for (const auto& type : m_types) {
            for (const auto& dependent : m_context.dependents(type)) {
                if (dependent.kind != Kind::column || !found.insert(dependent).second) {
                    continue;
                }
                const auto& object = m_context.present.at(dependent);
                const auto& column = object.as<Column>();
                if (column.is_held && column.is_local && !column.is_inherited && !column.generated &&
                    m_context.goal.find(dependent) != nullptr) {
                    m_columns.push_back(&object);
                }
            }
        }
        std::stable_sort(m_columns.begin(), m_columns.end(),
                         [](const Object* a, const Object* b) { return a->place < b->place; });
    }

    static Statement drop(Kind kind, const std::string& name) {
        return {fmt::format("DROP {} {}", type_word(kind), name)};
    }

    template<class Name>
    void drop_all(Way& way, Name name) const {
        for (auto type = m_types.rbegin(); type != m_types.rend(); ++type) {
            way.push_back(drop(type->kind, name(m_context.present.at(*type))));
        }
    }

    void create_all(Way& way) const {
        for (const auto& address : m_types) {
            append(way, create(address));
        }
    }

    /// What is made of it is made as it was: what else is to change there, is changed behind it.
    [[nodiscard]] Statements create(const Address& address) const {
        const auto& object = address == m_from.address ? m_to : m_context.present.at(address);
        // A constraint of the old one has the name that the server would give.
        auto statements = rules_of(object).create(object, kept_parts(address), 1);
        if (object.comment) {
            statements.push_back(
                {fmt::format("COMMENT ON {} IS {}", rules_of(object).designation(object), *object.comment)});
        }
        return statements;
    }

    /// The constraints of a domain that stay as they are; all others come or go by themselves.
    [[nodiscard]] Parts kept_parts(const Address& whole) const {
        Parts parts;
        for (const auto& dependent : m_context.dependents(whole)) {
            const auto& object = m_context.present.at(dependent);
            const auto* const wanted = m_context.goal.find(dependent);
            if (dependent.kind == Kind::constraint && object.parent == whole && wanted != nullptr &&
                same(object, *wanted, m_context.compared)) {
                parts.push_back(&object);
            }
        }
        return parts;
    }

    [[nodiscard]] std::string action(const Object& object, Conversion conversion, bool from_text) const {
        const auto& column = object.as<Column>();
        const std::string text = column.type.ends_with("[]") ? "text[]" : "text";
        auto type = conversion == Conversion::through_text ? text : column.type;
        std::string change = fmt::format("ALTER COLUMN {} TYPE {}", object.name, type);
        if (column.collation && conversion != Conversion::through_text) {
            change += " COLLATE " + *column.collation;
        }
        if (from_text) {
            return change + fmt::format(" USING {}::{}", object.name, type);
        }
        if (conversion == Conversion::by_attribute && type == m_from.name) {
            return change + " USING " + by_attribute(m_from, m_to, object.name, column.type);
        }
        if (conversion == Conversion::as_text || conversion == Conversion::by_attribute) {
            return change + fmt::format(" USING {}::{}::{}", object.name, text, type);
        }
        return change;
    }

    /// One statement a table: its rows are written once.
    void convert(Way& way, Conversion conversion, bool from_text = false) const {
        std::vector<std::string> actions;
        for (std::size_t i = 0; i < m_columns.size(); ++i) {
            const auto& table = m_columns[i]->parent_name;
            actions.push_back(action(*m_columns[i], conversion, from_text));
            if (i + 1 == m_columns.size() || m_columns[i + 1]->parent_name != table) {
                const auto* const between = actions.size() == 1 ? " " : "\n    ";
                way.push_back({fmt::format("ALTER TABLE {}{}{}", table, between,
                                           base::join(actions, std::string(",") + between)),
                               {Hazard::rewrites_table}});
                if (conversion != Conversion::through_text) {
                    way.back().hazards.push_back(Hazard::may_fail_on_rows);
                }
                actions.clear();
            }
        }
    }

    const Object& m_from;
    const Object& m_to;
    const Context& m_context;
    std::set<Address> m_seen;
    std::vector<Address> m_types; ///< the type itself, then each behind those that it is made of
    std::vector<const Object*> m_columns;
};

} // namespace

Way replace_type(const Object& from, const Object& to, const Context& context, Conversion conversion) {
    return Replacement(from, to, context).way(conversion);
}

std::string value_of_other_type(const Object& from, const Object& to, const std::string& value,
                                const std::string& type) {
    if (from.address.kind == Kind::composite_type && type == to.name &&
        from.as<CompositeType>().attributes != to.as<CompositeType>().attributes) {
        return by_attribute(from, to, value, type);
    }
    return fmt::format("{}::text{}::{}", value, type.ends_with("[]") ? "[]" : "", type);
}

std::vector<const Object*> columns_of_type(const Address& type, const Context& context) {
    const auto& object = context.present.at(type);
    return Replacement(object, object, context).columns();
}

} // namespace headstart::diff
