#include "diff/plan.hpp"

#include "diff/arrange.hpp"
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

/// Columns as they stand in the goal; of the rest the order is that of their addresses.
Parts parts_of(const Context& context, const Node& node) {
    Parts parts;
    for (const auto& part : node.parts) {
        parts.push_back(&context.goal.at(part.object));
    }
    std::stable_sort(parts.begin(), parts.end(),
                     [](const Object* a, const Object* b) { return a->place < b->place; });
    return parts;
}

Statements create(const Context& context, const Node& node, const Choices& choices) {
    const auto& object = context.goal.at(node.deed.object);
    const auto& rules = rules_of(object);
    auto level = level_of(choices, node.deed);
    const auto parts = parts_of(context, node);
    for (const auto& part : node.parts) {
        level = std::max(level, level_of(choices, part));
    }
    Statements statements;
    if (rules.comes_by_itself(object)) {
        if (level == 0) {
            return {};
        }
        --level;
    }
    statements = rules.create(object, parts, level);
    if (object.comment) {
        statements.push_back(comment_on(object));
    }
    for (const auto* part : parts) {
        if (part->comment) {
            statements.push_back(comment_on(*part));
        }
    }
    return statements;
}

Statements drop(const Context& context, const Node& node, const Choices& choices) {
    const auto& object = context.present.at(node.deed.object);
    auto statements = rules_of(object).drop(object);
    if (level_of(choices, node.deed) > 0 && !statements.empty()) {
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
            step.statements = create(context, node, choices);
            break;
        case Action::drop:
            step.statements = drop(context, node, choices);
            break;
        case Action::alter:
            step.statements = alter(context, node, decision);
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
