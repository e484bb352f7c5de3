#include "diff/move_rows.hpp"

#include "base/text.hpp"
#include "diff/aside.hpp"
#include "diff/type_replacement.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace headstart::diff {

namespace {

using schema::Column;

struct MovedColumns {
    std::vector<std::string> names;
    std::vector<std::string> values;
    std::vector<std::string> identities;
    bool overrides = false;
};

/// A type that is made anew, too, is another one by the same name. Null: there is none.
const Object* other_type_of_name(const Context& context, const Object& column) {
    for (const auto& need : column.needs) {
        const auto* const wanted = context.goal.find(need.object);
        if ((need.object.kind == Kind::enum_type || need.object.kind == Kind::composite_type) &&
            wanted != nullptr && wanted->body != context.present.at(need.object).body) {
            return wanted;
        }
    }
    return nullptr;
}

std::string moved_value(const Context& context, const Object& before, const Object& object) {
    const auto& type = object.as<Column>().type;
    if (const auto* const other = other_type_of_name(context, before)) {
        return value_of_other_type(context.present.at(other->address), *other, object.name, type);
    }
    return before.as<Column>().type == type ? object.name : fmt::format("{}::{}", object.name, type);
}

MovedColumns columns_to_move(const Context& context, const Address& table) {
    MovedColumns columns;
    for (const auto& [address, object] : context.goal.objects) {
        const auto* const before = context.present.find(address);
        if (address.kind != Kind::column || object.parent != table || before == nullptr) {
            continue;
        }
        const auto& column = object.as<Column>();
        if (column.generated) {
            continue;
        }
        columns.names.push_back(object.name);
        columns.values.push_back(moved_value(context, *before, object));
        if (column.identity) {
            columns.identities.push_back(object.name);
            columns.overrides = columns.overrides || *column.identity == "ALWAYS";
        }
    }
    return columns;
}

std::string with_each(std::string text, std::string_view each, std::string_view other) {
    for (auto at = text.find(each); at != std::string::npos; at = text.find(each, at + other.size())) {
        text.replace(at, each.size(), other);
    }
    return text;
}

std::string as_literal(const std::string& name) {
    return fmt::format("'{}'", with_each(name, "'", "''"));
}

/// pg_get_serial_sequence() takes a table as SQL has it, and a column as it is.
std::string without_quotes(const std::string& name) {
    return name.starts_with('"') ? with_each(name.substr(1, name.size() - 2), "\"\"", "\"") : name;
}

} // namespace

std::string go_on_behind_rows(const std::string& table, const std::string& column,
                              const std::string& sequence) {
    const auto which = sequence.empty() ? fmt::format("pg_catalog.pg_get_serial_sequence({}, {})",
                                                      as_literal(table), as_literal(without_quotes(column)))
                                        : as_literal(sequence);
    return fmt::format("SELECT pg_catalog.setval({}, max({})) FROM {} HAVING max({}) IS NOT NULL", which,
                       column, table, column);
}

namespace {

/// What it inherits of the table would go with that, or with a column of it.
bool takes_columns_along(const Context& context, const Address& table) {
    const auto& parts = context.dependents(table);
    return context.goal.find(table) == nullptr ||
           std::any_of(parts.begin(), parts.end(), [&](const auto& part) {
               return part.kind == Kind::column && context.present.at(part).parent == table &&
                      context.goal.find(part) == nullptr;
           });
}

} // namespace

Statements put_aside(const Context& context, const Object& table, const std::set<Address>& moved) {
    Statements statements{{fmt::format("ALTER TABLE {} RENAME TO {}", table.name, name_aside(table.own_name)),
                           {Hazard::blocks_reads}}};
    if (table.as<schema::Table>().forces_row_security) { // which would hide rows from its owner
        statements.push_back(
            {fmt::format("ALTER TABLE {} NO FORCE ROW LEVEL SECURITY", whole_name_aside(table))});
    }
    const auto& whole = table.as<schema::Table>().partition_of;
    for (const auto& need : table.needs) {
        if (whole && need.object.kind == Kind::table && !moved.contains(need.object)) {
            statements.push_back(
                {fmt::format("ALTER TABLE {} DETACH PARTITION {}", *whole, whole_name_aside(table))});
        } else if (!whole && need.object.kind == Kind::table && takes_columns_along(context, need.object)) {
            statements.push_back({fmt::format("ALTER TABLE {} NO INHERIT {}", whole_name_aside(table),
                                              context.present.at(need.object).name)});
        }
    }
    return statements;
}

namespace {

/// Rows of it may belong into another partition now.
bool has_other_bound(const Context& context, const Address& table) {
    return context.present.find(table) != nullptr &&
           context.present.at(table).as<schema::Table>().partition_bound !=
               context.goal.at(table).as<schema::Table>().partition_bound;
}

} // namespace

const Address& receiver_of_rows(const Context& context, const Address& table,
                                const std::set<Address>& moved) {
    const auto* receiver = &table;
    for (const auto* whole = context.wanted_whole(table);
         whole != nullptr && (moved.contains(*whole) || has_other_bound(context, *receiver));
         whole = context.wanted_whole(*whole)) {
        receiver = whole;
    }
    return *receiver;
}

namespace {

/// A partitioned table has none of its own. Partitions that are wanted bring theirs themselves, those that
/// are not are read before they go.
std::vector<std::string> sources_of_rows(const Context& context, const Address& address,
                                         const std::string& old) {
    if (context.present.at(address).as<schema::Table>().relation_kind != 'p') {
        return {"ONLY " + old};
    }
    std::vector<std::string> sources;
    for (const auto& dependent : context.dependents(address)) {
        const auto& object = context.present.at(dependent);
        if (dependent.kind == Kind::table && object.as<schema::Table>().partition_of &&
            context.goal.find(dependent) == nullptr) {
            sources.push_back(object.name);
        }
    }
    return sources;
}

} // namespace

Statements move_rows(const Context& context, const Address& address, const std::set<Address>& moved) {
    const auto& table = context.goal.at(receiver_of_rows(context, address, moved));
    const auto old = whole_name_aside(context.present.at(address));
    const auto columns = columns_to_move(context, address);
    Statements statements;
    for (const auto& source : sources_of_rows(context, address, old)) {
        if (!columns.names.empty()) {
            statements.push_back({fmt::format("INSERT INTO {} ({}){} SELECT {} FROM {}", table.name,
                                              base::join(columns.names, ", "),
                                              columns.overrides ? " OVERRIDING SYSTEM VALUE" : "",
                                              base::join(columns.values, ", "), source),
                                  {Hazard::rewrites_table, Hazard::may_fail_on_rows}});
        }
    }
    for (const auto& name : columns.identities) {
        statements.push_back({go_on_behind_rows(table.name, name)});
    }
    statements.push_back({fmt::format("DROP TABLE {}", old)});
    return statements;
}

} // namespace headstart::diff
