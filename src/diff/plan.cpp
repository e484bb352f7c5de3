#include "diff/plan.hpp"

#include "diff/arrange.hpp"
#include "diff/aside.hpp"
#include "diff/move_rows.hpp"
#include "diff/privilege.hpp"
#include "diff/rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>

namespace headstart::diff {

namespace {

unsigned level_of(const Choices& choices, const Deed& deed) {
    const auto found = choices.levels.find(deed);
    return found == choices.levels.end() ? 0 : found->second;
}

Statement comment_on(const Object& object) {
    return {fmt::format("COMMENT ON {} IS {}", rules_of(object).designation(object),
                        object.comment.value_or("NULL"))};
}

/// A level of a part that comes by itself counts from where that is no more relied on.
unsigned level_of_part(const Object& part, const Choices& choices) {
    const auto level = level_of(choices, {Action::create, part.address});
    return level > 0 && rules_of(part).comes_by_itself(part) ? level - 1 : level;
}

bool is_left_to_server(const Object& object, const Choices& choices) {
    return rules_of(object).comes_by_itself(object) &&
           level_of(choices, {Action::create, object.address}) == 0;
}

/// What belongs to the session's role when it is made is given to whom it is to belong.
bool changes_owner(const Context& context, const Object& object) {
    return context.compared.owners && !object.owner.empty() && object.owner != context.goal.role;
}

Statement alter_owner(const Object& object) {
    return {fmt::format("ALTER {} OWNER TO {}", rules_of(object).designation(object), object.owner)};
}

/// Of what has just been made: owner, comment, privileges.
Statements details_of_new(const Context& context, const Object& object) {
    Statements statements;
    const bool is_given_away = changes_owner(context, object);
    if (is_given_away) {
        statements.push_back(alter_owner(object));
    }
    if (object.comment && !object.has_default_comment) {
        statements.push_back(comment_on(object));
    }
    if (context.compared.privileges) {
        append(statements, change_privileges(object, privileges_when_made(object, context.goal),
                                             is_given_away ? object.owner : std::string()));
    } else if (const auto* const before = context.present.find(object.address)) {
        // Nothing is declared about it: who could use what is built anew can use it still.
        auto as_before = object;
        as_before.privileges = before->privileges;
        append(statements, change_privileges(as_before, privileges_when_made(object, context.goal), {}));
    }
    return statements;
}

/// Of what was there before, as far as it changes.
Statements changed_details(const Context& context, const Object& from, const Object& to) {
    Statements statements;
    if (!same_owner(from, to, context.compared) && !to.owner.empty()) {
        statements.push_back(alter_owner(to));
    }
    if (from.comment != to.comment) {
        statements.push_back(comment_on(to));
    }
    if (!same_privileges(from, to, context.compared)) {
        append(statements,
               change_privileges(to, from.privileges, context.compared.owners ? to.owner : from.owner));
    }
    return statements;
}

/// What is written of a node's parts, in the order in which the server has them.
Parts parts_of(const Context& context, const Node& node, const Choices& choices) {
    Parts parts;
    for (const auto& part : node.parts) {
        const auto& object = context.goal.at(part.object);
        if (!is_left_to_server(object, choices)) {
            parts.push_back(&object);
        }
    }
    std::stable_sort(parts.begin(), parts.end(),
                     [](const Object* a, const Object* b) { return a->place < b->place; });
    return parts;
}

Statements details_of(const Context& context, const Node& node) {
    auto statements = details_of_new(context, context.goal.at(node.deed.object));
    for (const auto& part : node.parts) {
        append(statements, details_of_new(context, context.goal.at(part.object)));
    }
    return statements;
}

/// The column that a sequence is made for, if that is there already.
const Object* column_with_rows(const Context& context, const Decision& decision, const Object& owner) {
    if (!decision.created.contains(*owner.parent)) {
        return nullptr;
    }
    const auto need = std::find_if(owner.needs.begin(), owner.needs.end(), [&](const auto& one) {
        return one.object.kind == Kind::column && context.present.find(one.object) != nullptr;
    });
    return need == owner.needs.end() ? nullptr : &context.goal.at(need->object);
}

/// It begins behind the rows.
void append_position(Statements& statements, const Context& context, const Decision& decision,
                     const Object& owner) {
    if (const auto* const column = column_with_rows(context, decision, owner)) {
        statements.push_back({go_on_behind_rows(column->parent_name, column->name, owner.parent_name)});
    }
}

/// So do those that came with the table, before its rows.
Statements move(const Context& context, const Address& table, const Decision& decision) {
    auto statements = move_rows(context, table, decision.moved);
    for (const auto& [address, object] : context.goal.objects) {
        const auto* const column =
            address.kind == Kind::sequence_owner ? column_with_rows(context, decision, object) : nullptr;
        if (column != nullptr && column->parent == table) {
            statements.push_back({go_on_behind_rows(column->parent_name, column->name)});
        }
    }
    return statements;
}

Statements create(const Context& context, const Node& node, const Decision& decision,
                  const Choices& choices) {
    const auto& object = context.goal.at(node.deed.object);
    const auto parts = parts_of(context, node, choices);
    // Beside the table that is put aside the server would choose other names.
    auto level =
        std::max(level_of_part(object, choices), decision.moved.contains(node.deed.object) ? 1U : 0U);
    for (const auto* part : parts) {
        level = std::max(level, level_of_part(*part, choices));
    }
    Statements statements;
    if (!is_left_to_server(object, choices)) {
        statements = rules_of(object).create(object, parts, level);
    }
    if (object.address.kind == Kind::sequence_owner) {
        append_position(statements, context, decision, object);
    }
    for (const auto& part : node.parts) {
        if (part.object.kind == Kind::sequence_owner) {
            append_position(statements, context, decision, context.goal.at(part.object));
        }
    }
    append(statements, details_of(context, node));
    return statements;
}

/// A table that inherits it is to have it for itself, with what it holds.
bool child_keeps(const Context& context, const Object& column) {
    const auto& dependents = context.dependents(*column.parent);
    return column.as<schema::Column>().is_held &&
           std::any_of(dependents.begin(), dependents.end(), [&](const Address& child) {
               const Address inherited{Kind::column, child.identity + "." + column.name};
               return child.kind == Kind::table &&
                      !context.present.at(child).as<schema::Table>().partition_of &&
                      context.present.find(inherited) != nullptr && context.goal.find(inherited) != nullptr;
           });
}

Statements drop(const Context& context, const Node& node, const Decision& decision, const Choices& choices) {
    const auto& object = context.present.at(node.deed.object);
    if (decision.moved.contains(node.deed.object)) {
        return put_aside(context, object, decision.moved);
    }
    if (decision.renamed.contains(node.deed.object)) {
        return {put_out_of_way(object)}; // the next plan drops it
    }
    const auto level = level_of(choices, node.deed);
    if (rules_of(object).comes_by_itself(object) && level == 0) {
        return {}; // and goes so
    }
    if (object.address.kind == Kind::column && child_keeps(context, object)) {
        return {{fmt::format("ALTER TABLE ONLY {} DROP COLUMN {}", object.parent_name, object.name),
                 {Hazard::deletes_data}}};
    }
    auto statements = rules_of(object).drop(object);
    if (level > 0 && !statements.empty() && !rules_of(object).comes_by_itself(object) &&
        statements.back().sql.starts_with("DROP ")) {
        statements.back().sql += " CASCADE";
    }
    return statements;
}

Statements alter(const Context& context, const Node& node, const Decision& decision) {
    Statements statements;
    const auto found = decision.altered.find(node.deed.object);
    if (found != decision.altered.end()) {
        statements = found->second;
    }
    if (decision.details.contains(node.deed.object)) {
        const auto& address = node.deed.object;
        append(statements, changed_details(context, context.present.at(address), context.goal.at(address)));
    }
    return statements;
}

/// The server itself does to partitions what is done to the whole. What it has not done so, the next plan
/// does.
void leave_out_repetitions(const Context& context, Plan& plan) {
    std::set<std::string> all;
    for (const auto& step : plan.steps) {
        for (const auto& statement : step.statements) {
            all.insert(statement.sql);
        }
    }
    for (auto& step : plan.steps) {
        const auto* const table = context.table_of(step.deed.object);
        const auto* const whole = table == nullptr ? nullptr : context.wanted_whole(*table);
        if (whole == nullptr || context.changes_parents(*table)) {
            continue;
        }
        const auto before = fmt::format("ALTER TABLE {} ALTER COLUMN ", context.goal.at(*table).name);
        const auto after = fmt::format("ALTER TABLE {} ALTER COLUMN ", context.goal.at(*whole).name);
        std::erase_if(step.statements, [&](const Statement& statement) {
            const auto& sql = statement.sql;
            return sql.starts_with(before) && all.contains(after + sql.substr(before.size()));
        });
    }
}

/// The server looks whether rows of the DEFAULT partition belong into the new one, and refuses it if so.
bool is_beside_default_with_rows(const Context& context, const Deed& deed) {
    const bool is_new_table = deed.action == Action::create && deed.object.kind == Kind::table;
    const auto* const whole = is_new_table ? context.wanted_whole(deed.object) : nullptr;
    if (whole == nullptr) {
        return false;
    }
    const auto& siblings = context.dependents(*whole);
    return std::any_of(siblings.begin(), siblings.end(), [&](const Address& address) {
        return address.kind == Kind::table &&
               context.present.at(address).as<schema::Table>().partition_bound == "DEFAULT";
    });
}

} // namespace

Plan make_plan(const Context& context, const Choices& choices) {
    const auto decision = decide(context, choices);
    Plan plan;
    for (auto& node : arrange(context, decision)) {
        Step step{node.deed, node.parts, {}, node.behind, {}};
        switch (node.deed.action) {
        case Action::create:
            step.statements = create(context, node, decision, choices);
            break;
        case Action::drop:
            step.statements = drop(context, node, decision, choices);
            break;
        case Action::alter:
            step.statements = alter(context, node, decision);
            break;
        case Action::move:
            step.statements = move(context, node.deed.object, decision);
            break;
        }
        if (const auto* const table = context.table_of(node.deed.object)) {
            step.table = *table;
        }
        // Nobody reads, writes or misses what is not there yet.
        if (step.table && context.present.find(*step.table) == nullptr) {
            step.table.reset();
            for (auto& statement : step.statements) {
                statement.hazards.clear();
            }
        }
        if (is_beside_default_with_rows(context, node.deed) && !step.statements.empty()) {
            add_hazard(step.statements.front(), Hazard::scans_table);
            add_hazard(step.statements.front(), Hazard::may_fail_on_rows);
        }
        plan.steps.push_back(std::move(step));
    }
    leave_out_repetitions(context, plan);
    return plan;
}

std::vector<Address> differences(const Schema& a, const Schema& b, const Compared& compared) {
    std::vector<Address> all;
    for (const auto& [address, object] : a.objects) {
        const auto* const other = b.find(address);
        if ((other == nullptr || !same(object, *other, compared)) && counts(object, compared)) {
            all.push_back(address);
        }
    }
    for (const auto& [address, object] : b.objects) {
        if (a.find(address) == nullptr && counts(object, compared)) {
            all.push_back(address);
        }
    }
    return all;
}

} // namespace headstart::diff
