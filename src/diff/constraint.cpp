#include "diff/constraint.hpp"

#include "diff/index_marks.hpp"
#include "diff/kinds.hpp"
#include "diff/text.hpp"

#include <fmt/format.h>

namespace headstart::diff {

namespace {

using schema::Constraint;

bool is_of_domain(const Object& object) {
    return object.parent && object.parent->kind != Kind::table;
}

std::string_view owner_word(const Object& object) {
    return is_of_domain(object) ? "DOMAIN" : "TABLE";
}

std::string constraint_designation(const Object& object) {
    return fmt::format("CONSTRAINT {} ON {}{}", object.name, is_of_domain(object) ? "DOMAIN " : "",
                       object.parent_name);
}

bool has_index(const Constraint& constraint) {
    return constraint.type == 'p' || constraint.type == 'u' || constraint.type == 'x';
}

/// It is where its table is.
std::string index_name(const Object& object) {
    return object.parent_schema + object.name;
}

void add_marks(Statements& statements, const Object& object) {
    const auto& constraint = object.as<Constraint>();
    append(statements, change_marks(object.parent_name, object.name, {}, IndexMarks::of(constraint)));
    if (constraint.index_comment) {
        statements.push_back(
            {fmt::format("COMMENT ON INDEX {} IS {}", index_name(object), *constraint.index_comment)});
    }
}

/// A foreign key lets others read meanwhile; nobody reads while an index is built for a constraint.
Hazard hazard_while_added(const Constraint& constraint) {
    if (constraint.type == 'f') {
        return Hazard::blocks_writes;
    }
    return has_index(constraint) ? Hazard::blocks_reads : Hazard::scans_table;
}

Statements create_constraint(const Object& object, const Parts& /*parts*/, unsigned level) {
    const auto& constraint = object.as<Constraint>();
    Statements statements{{fmt::format("ALTER {} {} ADD {}", owner_word(object), object.parent_name,
                                       constraint_clause(object, level > 0)),
                           {hazard_while_added(constraint), Hazard::may_fail_on_rows}}};
    add_marks(statements, object);
    if (!constraint.is_validated) {
        statements.front().hazards.clear();
    }
    return statements;
}

Statements drop_constraint(const Object& object) {
    return {
        {fmt::format("ALTER {} {} DROP CONSTRAINT {}", owner_word(object), object.parent_name, object.name)}};
}

/// How it is enforced, which a foreign key can change.
std::string timing(std::string_view definition) {
    const auto has = [&](std::string_view words) { return definition.find(words) != std::string_view::npos; };
    if (!has(" DEFERRABLE") || has("NOT DEFERRABLE")) {
        return "NOT DEFERRABLE";
    }
    return has("INITIALLY DEFERRED") ? "DEFERRABLE INITIALLY DEFERRED" : "DEFERRABLE";
}

/// It stays with a table that gets other parents: whose it is, is all that changes.
bool only_changes_hands(Constraint before, const Constraint& after, const Object& object,
                        const Context& context) {
    before.is_local = after.is_local;
    before.is_inherited = after.is_inherited;
    return before == after && object.parent && context.changes_parents(*object.parent);
}

std::vector<Way> alter_constraint(const Object& from, const Object& to, const Context& context) {
    const auto& before = from.as<Constraint>();
    const auto& after = to.as<Constraint>();
    Way way;
    if (!before.is_validated && after.is_validated) {
        way.push_back(
            {fmt::format("ALTER {} {} VALIDATE CONSTRAINT {}", owner_word(to), to.parent_name, to.name),
             {Hazard::may_fail_on_rows}}); // which it looks at while others go on
    }
    if (after.type == 'f' && timing(before.definition) != timing(after.definition)) {
        way.push_back({fmt::format("ALTER TABLE {} ALTER CONSTRAINT {} {}", to.parent_name, to.name,
                                   timing(after.definition))});
    }
    if (has_index(after)) {
        for (auto& change : alter_options("ALTER INDEX " + index_name(to), before.options, after.options)) {
            way.push_back({std::move(change)});
        }
        if (before.tablespace != after.tablespace) {
            way.push_back({fmt::format("ALTER INDEX {} SET TABLESPACE {}", index_name(to),
                                       after.tablespace.value_or("pg_default")),
                           {Hazard::rewrites_table}});
        }
    }
    append(way, change_marks(to.parent_name, to.name, IndexMarks::of(before), IndexMarks::of(after)));
    if (before.index_comment != after.index_comment) {
        way.push_back(
            {fmt::format("COMMENT ON INDEX {} IS {}", index_name(to), after.index_comment.value_or("NULL"))});
    }
    if (way.empty() && !only_changes_hands(before, after, from, context)) {
        return {};
    }
    return {way};
}

bool is_part_of_its_whole(const Object& object, const Object& whole) {
    const auto& constraint = object.as<Constraint>();
    return object.parent == whole.address && constraint.is_validated && !constraint.is_clustered &&
           !constraint.is_replica_identity && !constraint.index_comment;
}

bool is_inherited_constraint(const Object& object) {
    return !object.as<Constraint>().is_local;
}

Statement rename_constraint(const Object& object, const std::string& name) {
    return {fmt::format("ALTER {} {} RENAME CONSTRAINT {} TO {}", owner_word(object), object.parent_name,
                        object.name, name)};
}

} // namespace

std::string constraint_clause(const Object& object, bool names_it) {
    const auto& constraint = object.as<Constraint>();
    auto text = constraint.definition;
    std::string storage;
    if (!constraint.options.empty()) {
        storage += fmt::format(" WITH ({})", option_list(constraint.options));
    }
    if (constraint.tablespace) {
        storage += " USING INDEX TABLESPACE " + *constraint.tablespace;
    }
    if (!storage.empty()) { // before what the constraint says of when it is checked
        const auto behind = std::min(text.find(" DEFERRABLE"), text.find(" WHERE ("));
        text.insert(std::min(behind, text.size()), storage);
    }
    if (names_it || object.name != constraint.default_name) {
        text = fmt::format("CONSTRAINT {} {}", object.name, text);
    }
    return text;
}

const Rules k_constraint_rules{
    .kind = Kind::constraint,
    .designation = constraint_designation,
    .create = create_constraint,
    .create_levels = 2,
    .drop = drop_constraint,
    .alter = alter_constraint,
    .is_part_of = is_part_of_its_whole,
    .comes_by_itself = is_inherited_constraint,
    .rename = rename_constraint,
    .is_named_by_server = true,
    .follows = true,
};

} // namespace headstart::diff
