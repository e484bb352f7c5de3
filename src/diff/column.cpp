#include "diff/column.hpp"

#include "base/text.hpp"
#include "diff/kinds.hpp"
#include "diff/text.hpp"

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

std::string identity_clause(const Column& column) {
    auto text = fmt::format(" GENERATED {} AS IDENTITY", *column.identity);
    if (!column.identity_options.empty()) {
        text += fmt::format(" ({})", base::join(column.identity_options, " "));
    }
    return text;
}

Statements create_column(const Object& object, const Parts& parts, unsigned /*level*/) {
    if (!object.as<Column>().is_held || !object.as<Column>().is_local) {
        return column_settings(object);
    }
    Statements statements{
        {fmt::format("ALTER TABLE {} ADD COLUMN {}", object.parent_name, column_clause(object, parts))}};
    if (object.as<Column>().is_not_null && default_among(object, parts) == nullptr &&
        !object.as<Column>().identity && !object.as<Column>().generated && !is_serial_among(object, parts)) {
        statements.back().hazards.push_back(Hazard::may_fail_on_rows);
    }
    append(statements, column_settings(object));
    return statements;
}

/// It is altered and dropped where it is declared.
bool comes_from_elsewhere(const Object& object) {
    return !object.as<Column>().is_held || !object.as<Column>().is_local;
}

Statements drop_column(const Object& object) {
    if (comes_from_elsewhere(object)) {
        return {};
    }
    return {{fmt::format("ALTER TABLE {} DROP COLUMN {}", object.parent_name, object.name),
             {Hazard::deletes_data}}};
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

void alter_identity(Statements& way, const Object& to, const Column& before, const Column& after) {
    if (before.identity && !after.identity) {
        way.push_back({alter_column(to, "DROP IDENTITY")});
    } else if (!before.identity && after.identity) {
        way.push_back({alter_column(to, "ADD" + identity_clause(after))});
    } else if (before.identity) {
        std::string change;
        if (before.identity != after.identity) {
            change += " SET GENERATED " + *after.identity;
        }
        if (before.identity_options != after.identity_options) {
            for (const auto& option : before.identity_options) { // back to what it would be without
                if (option.starts_with("INCREMENT")) {
                    change += " SET INCREMENT BY 1";
                } else if (option.starts_with("MINVALUE")) {
                    change += " SET NO MINVALUE";
                } else if (option.starts_with("MAXVALUE")) {
                    change += " SET NO MAXVALUE";
                } else if (option.starts_with("START")) {
                    change += " SET START WITH 1";
                } else if (option.starts_with("CACHE")) {
                    change += " SET CACHE 1";
                } else if (option.starts_with("CYCLE")) {
                    change += " SET NO CYCLE";
                }
            }
            std::string set;
            for (const auto& option : after.identity_options) {
                set += " SET " + option;
            }
            // The same option may not be told twice: what is told anew replaces what was taken back.
            change = set.empty() ? change : (before.identity_options.empty() ? change + set : change);
            if (!before.identity_options.empty() && !set.empty()) {
                if (!change.empty()) {
                    way.push_back({alter_column(to, change.substr(1))});
                }
                change = set;
            }
        }
        if (!change.empty()) {
            way.push_back({alter_column(to, change.substr(1))});
        }
        if (before.identity_sequence != after.identity_sequence) { // which the server has named
            const auto& name = *after.identity_sequence;
            const bool is_in_path = !name.starts_with(to.parent_schema) || to.parent_schema.empty();
            way.push_back({fmt::format("ALTER SEQUENCE {} RENAME TO {}", *before.identity_sequence,
                                       is_in_path ? name : name.substr(to.parent_schema.size()))});
        }
    }
}

/// All but the type.
Statements alter_rest(const Object& to, const Column& before, const Column& after) {
    Statements way;
    if (before.generated && !after.generated) {
        way.push_back({alter_column(to, "DROP EXPRESSION")});
    }
    if (before.identity && !after.identity) {
        alter_identity(way, to, before, after);
    }
    if (before.is_not_null != after.is_not_null) {
        way.push_back({alter_column(to, after.is_not_null ? "SET NOT NULL" : "DROP NOT NULL")});
        if (after.is_not_null) {
            way.back().hazards = {Hazard::scans_table, Hazard::may_fail_on_rows};
        }
    }
    if (after.identity) {
        alter_identity(way, to, before, after);
    }
    alter_settings(way, to, before, after);
    return way;
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
        return {rest};
    }
    std::vector<Way> ways;
    auto change = "TYPE " + after.type;
    if (after.collation || before.collation) {
        change += fmt::format(" COLLATE {}", after.collation.value_or("\"default\""));
    }
    for (const auto* const cast : {"", " USING {0}::{1}", " USING {0}::text::{1}"}) {
        Way way{{alter_column(to, change + fmt::format(fmt::runtime(cast), to.name, after.type)),
                 {Hazard::rewrites_table}}};
        if (*cast != '\0') {
            way.back().hazards.push_back(Hazard::may_fail_on_rows);
        }
        append(way, rest);
        ways.push_back(std::move(way));
    }
    return ways;
}

bool is_part_of_its_table(const Object& object, const Object& whole) {
    return object.parent == whole.address;
}

/// Of a view all but what its query says of no column.
bool is_inherited_column(const Object& object) {
    const auto& column = object.as<Column>();
    return column.is_held ? !column.is_local : column_settings(object).empty();
}

} // namespace

std::string column_clause(const Object& object, const Parts& parts) {
    const auto& column = object.as<Column>();
    const bool is_serial = is_serial_among(object, parts);
    auto text = fmt::format("{} {}", object.name, is_serial ? serial_type(column) : column.type);
    if (!column.server_options.empty()) {
        text += fmt::format(" OPTIONS ({})", base::join(column.server_options, ", "));
    }
    if (column.collation) {
        text += " COLLATE " + *column.collation;
    }
    if (column.generated) {
        text += " GENERATED ALWAYS AS " + *column.generated;
    }
    if (column.is_not_null && !is_serial && !column.identity) {
        text += " NOT NULL";
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
    Statements statements;
    Column fresh;
    auto column = object.as<Column>();
    alter_settings(statements, object, fresh, [&] {
        column.server_options.clear(); // which the clause has said
        return column;
    }());
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
    .holds_rows = true,
};

} // namespace headstart::diff
