#include "base/text.hpp"
#include "diff/column.hpp"
#include "diff/constraint.hpp"
#include "diff/kinds.hpp"
#include "diff/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace headstart::diff {

namespace {

using schema::Constraint;
using schema::Table;

std::string_view table_word(const Object& object) {
    return object.as<Table>().relation_kind == 'f' ? "FOREIGN TABLE" : "TABLE";
}

std::string table_designation(const Object& object) {
    return fmt::format("{} {}", table_word(object), object.name);
}

bool is_written_column(const Object& part) {
    return part.address.kind == Kind::column && part.as<schema::Column>().is_local;
}

/// `id bigint PRIMARY KEY`: a key of one column stands with it, if it says nothing else.
const Object* key_of(const Object& column, const Parts& parts, unsigned level) {
    for (const auto* part : parts) {
        if (part->address.kind == Kind::constraint && level == 0) {
            const auto& constraint = part->as<Constraint>();
            const bool is_short = constraint.definition.ends_with(")") && constraint.options.empty() &&
                                  !constraint.tablespace && part->name == constraint.default_name &&
                                  constraint.definition.find(" INCLUDE ") == std::string::npos &&
                                  constraint.definition.find(" NULLS NOT ") == std::string::npos;
            if ((constraint.type == 'p' || constraint.type == 'u') && is_short &&
                constraint.columns == std::vector{column.name}) {
                return part;
            }
        }
    }
    return nullptr;
}

/// NOT NULL goes without saying in a primary key.
std::string with_key(std::string clause, const Object& key) {
    constexpr std::string_view k_not_null = " NOT NULL";
    const bool is_primary = key.as<Constraint>().type == 'p';
    const auto at = clause.find(k_not_null);
    if (is_primary && at != std::string::npos) {
        clause.erase(at, k_not_null.size());
    }
    return clause + (is_primary ? " PRIMARY KEY" : " UNIQUE");
}

std::vector<std::string> clauses_of(const Parts& parts, unsigned level) {
    std::vector<std::string> clauses;
    std::vector<const Object*> said;
    for (const auto* part : parts) {
        if (is_written_column(*part)) {
            auto clause = column_clause(*part, parts, level);
            const auto* key = key_of(*part, parts, level);
            if (key != nullptr && !part->as<schema::Column>().has_named_not_null) {
                clause = with_key(std::move(clause), *key);
                said.push_back(key);
            }
            clauses.push_back(std::move(clause));
        }
    }
    for (const char type : {'p', 'u', 'x', 'c', 'f'}) {
        for (const auto* part : parts) {
            if (part->address.kind == Kind::constraint && part->as<Constraint>().type == type &&
                std::find(said.begin(), said.end(), part) == said.end()) {
                clauses.push_back(constraint_clause(*part, level > 0));
            }
        }
    }
    return clauses;
}

/// Of a typed table and a partition the columns are there; what is said of one more is an option of it.
std::string body_of(const Object& object, const Parts& parts, unsigned level) {
    const auto& table = object.as<Table>();
    auto clauses = clauses_of(parts, level);
    if (clauses.empty()) {
        return table.partition_of || table.of_type ? "" : " ()";
    }
    return fmt::format(" (\n    {}\n)", base::join(clauses, ",\n    "));
}

void add_security(Statements& statements, const std::string& name, const Table& before, const Table& after) {
    if (before.row_security != after.row_security) {
        statements.push_back({fmt::format("ALTER TABLE {} {} ROW LEVEL SECURITY", name,
                                          after.row_security ? "ENABLE" : "DISABLE")});
    }
    if (before.forces_row_security != after.forces_row_security) {
        statements.push_back({fmt::format("ALTER TABLE {} {}FORCE ROW LEVEL SECURITY", name,
                                          after.forces_row_security ? "" : "NO ")});
    }
    if (before.replica_identity != after.replica_identity) {
        statements.push_back(
            {fmt::format("ALTER TABLE {} REPLICA IDENTITY {}", name, after.replica_identity)});
    }
}

Statements create_table(const Object& object, const Parts& parts, unsigned level) {
    const auto& table = object.as<Table>();
    auto sql = fmt::format("CREATE {}{} {}", table.persistence == 'u' ? "UNLOGGED " : "", table_word(object),
                           object.name);
    if (table.partition_of) {
        sql += " PARTITION OF " + *table.partition_of;
    } else if (table.of_type) {
        sql += " OF " + *table.of_type;
    }
    sql += body_of(object, parts, level);
    if (!table.inherits.empty()) {
        sql += fmt::format(" INHERITS ({})", base::join(table.inherits, ", "));
    }
    if (table.partition_bound) {
        sql += " " + *table.partition_bound;
    }
    if (table.partition_key) {
        sql += " PARTITION BY " + *table.partition_key;
    }
    if (table.access_method) {
        sql += " USING " + *table.access_method;
    }
    if (table.server) {
        sql += " SERVER " + *table.server;
        if (!table.server_options.empty()) {
            sql += fmt::format(" OPTIONS ({})", base::join(table.server_options, ", "));
        }
    }
    if (!table.options.empty()) {
        sql += fmt::format(" WITH ({})", option_list(table.options));
    }
    if (table.tablespace) {
        sql += " TABLESPACE " + *table.tablespace;
    }
    Statements statements{{sql}};
    Table fresh;
    fresh.replica_identity = "DEFAULT";
    add_security(statements, object.name, fresh, table);
    for (const auto* part : parts) {
        if (part->address.kind == Kind::column) {
            append(statements, column_settings(*part));
        }
    }
    return statements;
}

Statements drop_table(const Object& object) {
    return {{fmt::format("DROP {} {}", table_word(object), object.name), {Hazard::deletes_data}}};
}

Statement detach(const std::string& name, const Table& partition) {
    return {fmt::format("ALTER TABLE {} DETACH PARTITION {}", *partition.partition_of, name)};
}

void alter_parents(Way& way, const std::string& prefix, const Table& before, const Table& after) {
    for (const auto& parent : before.inherits) {
        if (std::find(after.inherits.begin(), after.inherits.end(), parent) == after.inherits.end()) {
            way.push_back({fmt::format("{} NO INHERIT {}", prefix, parent)});
        }
    }
    for (const auto& parent : after.inherits) {
        if (std::find(before.inherits.begin(), before.inherits.end(), parent) == before.inherits.end()) {
            way.push_back({fmt::format("{} INHERIT {}", prefix, parent)});
        }
    }
    if (before.partition_of == after.partition_of && before.partition_bound == after.partition_bound) {
        return;
    }
    if (before.partition_of) {
        way.push_back(detach(prefix.substr(prefix.find("TABLE ") + 6), before));
    }
    if (after.partition_of) {
        way.push_back({fmt::format("ALTER TABLE {} ATTACH PARTITION {} {}", *after.partition_of,
                                   prefix.substr(prefix.find("TABLE ") + 6), *after.partition_bound),
                       {Hazard::scans_table, Hazard::may_fail_on_rows}});
    }
}

std::vector<Way> alter_table(const Object& from, const Object& to, const Context& /*context*/) {
    const auto& before = from.as<Table>();
    const auto& after = to.as<Table>();
    if (before.relation_kind != after.relation_kind || before.partition_key != after.partition_key ||
        before.server != after.server) {
        return {};
    }
    Way way;
    const auto prefix = fmt::format("ALTER {} {}", table_word(to), to.name);
    if (before.persistence != after.persistence) {
        way.push_back({fmt::format("{} SET {}", prefix, after.persistence == 'u' ? "UNLOGGED" : "LOGGED"),
                       {Hazard::rewrites_table}});
    }
    if (before.access_method != after.access_method) {
        way.push_back({fmt::format("{} SET ACCESS METHOD {}", prefix, after.access_method.value_or("heap")),
                       {Hazard::rewrites_table}});
    }
    if (before.tablespace != after.tablespace) {
        way.push_back({fmt::format("{} SET TABLESPACE {}", prefix, after.tablespace.value_or("pg_default")),
                       {Hazard::rewrites_table}});
    }
    for (auto& change : alter_options(prefix, before.options, after.options)) {
        way.push_back({std::move(change)});
    }
    if (before.of_type != after.of_type) {
        way.push_back({after.of_type ? fmt::format("{} OF {}", prefix, *after.of_type)
                                     : fmt::format("{} NOT OF", prefix)});
    }
    const auto options = alter_server_options(before.server_options, after.server_options);
    if (!options.empty()) {
        way.push_back({fmt::format("{} OPTIONS ({})", prefix, options)});
    }
    alter_parents(way, prefix, before, after);
    add_security(way, to.name, before, after);
    std::vector<Way> ways{way};
    if (before.partition_of && after.partition_of && before.partition_bound != after.partition_bound) {
        ways.push_back(
            {detach(to.name, before)}); // what takes its place meanwhile; the next plan attaches it
    }
    return ways;
}

} // namespace

const Rules k_table_rules{
    .kind = Kind::table,
    .designation = table_designation,
    .create = create_table,
    .create_levels = 2,
    .drop = drop_table,
    .alter = alter_table,
    .holds_rows = true,
};

} // namespace headstart::diff
