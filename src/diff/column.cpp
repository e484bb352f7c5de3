#include "diff/column.hpp"

#include "base/text.hpp"
#include "diff/identity.hpp"
#include "diff/kinds.hpp"
#include "diff/move_rows.hpp"
#include "diff/text.hpp"
#include "diff/type_width.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace headstart::diff {

namespace {

using schema::Column;

std::string column_designation(const Object& object) {
    return fmt::format("COLUMN {}.{}", object.parent_name, object.name);
}

std::string alter_column(const Object& object, std::string_view change) {
    return fmt::format("ALTER TABLE {} ALTER COLUMN {} {}", object.parent_name, object.name, change);
}

const Object* default_among(const Object& column, const Parts& parts) {
    const auto found = std::find_if(parts.begin(), parts.end(), [&](const Object* part) {
        return part->address.kind == Kind::column_default && part->parent == column.address;
    });
    return found == parts.end() ? nullptr : *found;
}

bool is_serial_among(const Object& column, const Parts& parts) {
    return std::any_of(parts.begin(), parts.end(), [&](const Object* part) {
        return part->address.kind == Kind::sequence && rules_of(*part).is_part_of(*part, column);
    });
}

std::string serial_type(const Column& column) {
    return column.type == "smallint" ? "smallserial" : column.type == "integer" ? "serial" : "bigserial";
}

/// It is altered and dropped where it is declared.
bool comes_from_elsewhere(const Object& object) {
    return !object.as<Column>().is_held || !object.as<Column>().is_local;
}

Statements create_column(const Object& object, const Parts& parts, unsigned level) {
    if (comes_from_elsewhere(object)) {
        return column_settings(object);
    }
    Statements statements{{fmt::format("ALTER TABLE {} ADD COLUMN {}", object.parent_name,
                                       column_clause(object, parts, level))}};
    if (object.as<Column>().is_not_null && default_among(object, parts) == nullptr &&
        !object.as<Column>().identity && !object.as<Column>().generated && !is_serial_among(object, parts)) {
        statements.back().hazards.push_back(Hazard::may_fail_on_rows);
    }
    append(statements, column_settings(object));
    return statements;
}

Statements drop_column(const Object& object) {
    if (comes_from_elsewhere(object)) {
        return {};
    }
    Statement statement{fmt::format("ALTER TABLE {} DROP COLUMN {}", object.parent_name, object.name)};
    if (!object.as<Column>().generated) { // whose values are computed of those that stay
        statement.hazards.push_back(Hazard::deletes_data);
    }
    return {std::move(statement)};
}

void alter_settings(Statements& way, const Object& to, const Column& before, const Column& after) {
    if (before.storage != after.storage) {
        // Without one: the type's own, which only its name tells on 16 and newer. A type that can be
        // compressed has EXTENDED but for a few, of which the proof tells.
        way.push_back({alter_column(to, "SET STORAGE " + after.storage.value_or("EXTENDED"))});
    }
    if (before.compression != after.compression) {
        way.push_back({alter_column(to, "SET COMPRESSION " + after.compression.value_or("default"))});
    }
    if (before.statistics != after.statistics) {
        way.push_back({alter_column(to, fmt::format("SET STATISTICS {}", after.statistics))});
    }
    const auto prefix = alter_column(to, "");
    for (auto& change : alter_options(prefix.substr(0, prefix.size() - 1), before.options, after.options)) {
        way.push_back({std::move(change)});
    }
    const auto options = alter_server_options(before.server_options, after.server_options);
    if (!options.empty()) {
        way.push_back({alter_column(to, fmt::format("OPTIONS ({})", options))});
    }
}

void alter_identity(Statements& way, const Object& to, const Column& before, const Column& after,
                    bool restarts) {
    if (before.identity && !after.identity) {
        way.push_back({alter_column(to, "DROP IDENTITY")});
        return;
    }
    if (!before.identity) {
        way.push_back({alter_column(to, "ADD" + identity_clause(after))});
        way.push_back({go_on_behind_rows(to.parent_name, to.name)});
        return;
    }
    if (const auto change = identity_change(before, after, restarts); !change.empty()) {
        way.push_back({alter_column(to, change)});
    }
    if (before.identity_sequence != after.identity_sequence) { // which the server has named
        const auto name = after.identity_sequence.value_or("");
        const bool is_in_path = !name.starts_with(to.parent_schema) || to.parent_schema.empty();
        way.push_back({fmt::format("ALTER SEQUENCE {} RENAME TO {}", before.identity_sequence.value_or(""),
                                   is_in_path ? name : name.substr(to.parent_schema.size()))});
    }
}

void alter_nullability(Statements& way, const Object& to, const Column& before, const Column& after) {
    if (before.is_not_null && after.is_not_null && before.not_null_name && after.not_null_name &&
        before.not_null_name != after.not_null_name) {
        way.push_back({fmt::format("ALTER TABLE {} RENAME CONSTRAINT {} TO {}", to.parent_name,
                                   *before.not_null_name, *after.not_null_name)});
    }
    if (before.is_not_null == after.is_not_null) {
        return;
    }
    if (!after.is_not_null) {
        way.push_back({alter_column(to, "DROP NOT NULL")});
        return;
    }
    way.push_back({after.has_named_not_null
                       ? fmt::format("ALTER TABLE {} ADD CONSTRAINT {} NOT NULL {}", to.parent_name,
                                     after.not_null_name.value_or(""), to.name)
                       : alter_column(to, "SET NOT NULL"),
                   {Hazard::scans_table, Hazard::may_fail_on_rows}});
}

/// All but the type.
Statements alter_rest(const Object& to, const Column& before, const Column& after, bool restarts = false) {
    Statements way;
    if (before.generated && !after.generated) {
        way.push_back({alter_column(to, "DROP EXPRESSION")});
    }
    if (before.identity && !after.identity) {
        alter_identity(way, to, before, after, restarts);
    }
    alter_nullability(way, to, before, after);
    if (after.identity) {
        alter_identity(way, to, before, after, restarts);
    }
    alter_settings(way, to, before, after);
    return way;
}

bool same_statements(const Statements& a, const Statements& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](const Statement& x, const Statement& y) { return x.sql == y.sql; });
}

std::vector<Way> alter_column_ways(const Object& from, const Object& to, const Context& /*context*/) {
    const auto& before = from.as<Column>();
    const auto& after = to.as<Column>();
    if (!after.is_held) { // a view or a type says its type itself
        Way way;
        if (to.parent && to.parent->kind == Kind::view) {
            alter_settings(way, to, before, after);
        }
        return {way};
    }
    if (after.generated && before.generated != after.generated) {
        return {}; // what it holds is computed anew
    }
    auto rest = alter_rest(to, before, after);
    const bool has_same_type = before.type == after.type && before.collation == after.collation;
    if (has_same_type || (comes_from_elsewhere(from) && comes_from_elsewhere(to))) {
        auto restarted = alter_rest(to, before, after, true);
        return same_statements(rest, restarted) ? std::vector<Way>{rest}
                                                : std::vector<Way>{rest, std::move(restarted)};
    }
    std::vector<Way> ways;
    auto change = "TYPE " + after.type;
    if (after.collation || before.collation) {
        change += fmt::format(" COLLATE {}", after.collation.value_or("\"default\""));
    }
    for (const auto* const cast : {"", " USING {0}::{1}", " USING {0}::text::{1}"}) {
        Way way{{alter_column(to, change + fmt::format(fmt::runtime(cast), to.name, after.type)),
                 {Hazard::rewrites_table}}};
        for (const auto hazard : hazards_of_type_change(before.type, after.type)) {
            way.back().hazards.push_back(hazard);
        }
        append(way, rest);
        ways.push_back(std::move(way));
    }
    return ways;
}

bool is_part_of_its_table(const Object& object, const Object& whole) {
    return object.parent == whole.address;
}

Statement rename_column(const Object& object, const std::string& name) {
    const bool is_attribute = object.whole().kind == Kind::composite_type;
    return {fmt::format("ALTER {} {} RENAME {} {} TO {}", is_attribute ? "TYPE" : "TABLE", object.parent_name,
                        is_attribute ? "ATTRIBUTE" : "COLUMN", object.name, name)};
}

/// Of a view all but what its query says of no column.
bool is_inherited_column(const Object& object) {
    const auto& column = object.as<Column>();
    return column.is_held ? !column.is_local : column_settings(object).empty();
}

} // namespace

std::string column_clause(const Object& object, const Parts& parts, unsigned level) {
    const auto& column = object.as<Column>();
    const bool is_serial = is_serial_among(object, parts);
    auto text = fmt::format("{} {}", object.name, is_serial ? serial_type(column) : column.type);
    if (!column.server_options.empty()) {
        text += fmt::format(" OPTIONS ({})", base::join(column.server_options, ", "));
    }
    if (column.collation) {
        text += " COLLATE " + *column.collation;
    }
    // Servers before 16 take no expression where the parent has one.
    if (column.generated && !(level > 0 && column.is_inherited)) {
        text += " GENERATED ALWAYS AS " + *column.generated;
    }
    if (column.is_not_null && (column.has_named_not_null || (!is_serial && !column.identity))) {
        const bool names_it = column.not_null_name && (column.has_named_not_null || level > 0);
        text += (names_it ? " CONSTRAINT " + *column.not_null_name : "") + " NOT NULL";
    }
    const auto* const value = default_among(object, parts);
    if (value != nullptr && !is_serial) {
        text += " DEFAULT " + value->as<schema::ColumnDefault>().expression;
    }
    if (column.identity) {
        text += identity_clause(column);
    }
    return text;
}

Statements column_settings(const Object& object) {
    auto column = object.as<Column>();
    column.server_options.clear(); // which the clause has said
    Statements statements;
    alter_settings(statements, object, Column{}, column);
    return statements;
}

const Rules k_column_rules{
    .kind = Kind::column,
    .designation = column_designation,
    .create = create_column,
    .drop = drop_column,
    .alter = alter_column_ways,
    .is_part_of = is_part_of_its_table,
    .comes_by_itself = is_inherited_column,
    .rename = rename_column,
    .holds_rows = true,
};

} // namespace headstart::diff
