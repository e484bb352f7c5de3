#include "diff/plan.hpp"

#include "diff/arrange.hpp"
#include "diff/move_rows.hpp"
#include "diff/rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
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

Statements comments_on(const Context& context, const Node& node) {
    Statements statements;
    const auto add = [&](const Address& address) {
        const auto& object = context.goal.at(address);
        if (object.comment) {
            statements.push_back(comment_on(object));
        }
    };
    add(node.deed.object);
    for (const auto& part : node.parts) {
        add(part.object);
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
    append(statements, comments_on(context, node));
    return statements;
}

Statements drop(const Context& context, const Node& node, const Decision& decision, const Choices& choices) {
    const auto& object = context.present.at(node.deed.object);
    if (decision.moved.contains(node.deed.object)) {
        return put_aside(object);
    }
    const auto level = level_of(choices, node.deed);
    if (rules_of(object).comes_by_itself(object) && level == 0) {
        return {}; // and goes so
    }
    auto statements = rules_of(object).drop(object);
    if (level > 0 && !statements.empty() && !rules_of(object).comes_by_itself(object)) {
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
        statements.push_back(comment_on(context.goal.at(node.deed.object)));
    }
    return statements;
}

/// Nobody reads, writes or misses what is not there yet.
bool is_about_new_table(const Context& context, const Address& address) {
    const auto* object = context.goal.find(address);
    while (object != nullptr && object->parent) {
        object = context.goal.find(*object->parent);
    }
    return object != nullptr && object->address.kind == Kind::table &&
           context.present.find(object->address) == nullptr;
}

} // namespace

Plan make_plan(const Context& context, const Choices& choices) {
    const auto decision = decide(context, choices);
    Plan plan;
    for (auto& node : arrange(context, decision, choices)) {
        Step step{node.deed, node.parts, {}, node.behind};
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
            step.statements = move_rows(context, node.deed.object);
            break;
        }
        if (is_about_new_table(context, node.deed.object)) {
            for (auto& statement : step.statements) {
                statement.hazards.clear();
            }
        }
        plan.steps.push_back(std::move(step));
    }
    return plan;
}

std::vector<Address> differences(const Schema& a, const Schema& b) {
    std::vector<Address> all;
    for (const auto& [address, object] : a.objects) {
        const auto* const other = b.find(address);
        if (other == nullptr || !schema::same_content(object, *other)) {
            all.push_back(address);
        }
    }
    for (const auto& [address, object] : b.objects) {
        if (a.find(address) == nullptr) {
            all.push_back(address);
        }
    }
    return all;
}

} // namespace headstart::diff
