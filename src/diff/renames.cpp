#include "diff/renames.hpp"

#include "diff/rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

namespace headstart::diff {

namespace {

using schema::EnumType;

RenameLevel level_of(const RenameMark& mark) {
    if (mark.is_part || !mark.label.empty()) {
        return RenameLevel::parts;
    }
    return mark.kinds.front() == Kind::schema ? RenameLevel::schemas : RenameLevel::wholes;
}

bool is_of(const RenameMark& mark, const Object& object) {
    if (std::find(mark.kinds.begin(), mark.kinds.end(), object.address.kind) == mark.kinds.end()) {
        return false;
    }
    return mark.is_part ? object.parent && object.parent->identity == mark.whole && object.name == mark.name
                        : object.address.identity == mark.whole;
}

const Object* object_marked(const Schema& goal, const RenameMark& mark) {
    const auto found = std::find_if(goal.objects.begin(), goal.objects.end(),
                                    [&](const auto& one) { return is_of(mark, one.second); });
    return found == goal.objects.end() ? nullptr : &found->second;
}

bool has_label(const Schema& schema, const Address& type, const std::string& label) {
    const auto* const object = schema.find(type);
    if (object == nullptr) {
        return false;
    }
    const auto& labels = object->as<EnumType>().labels;
    return std::find(labels.begin(), labels.end(), label) != labels.end();
}

/// Where the object was: its identity with the other name.
Address old_address(const Object& object, const RenameMark& mark) {
    const auto& identity = object.address.identity;
    const auto whole_prefix = mark.schema.empty() ? std::string() : mark.schema + ".";
    const auto old_prefix = mark.old_schema.empty() ? whole_prefix : mark.old_schema + ".";
    if (!mark.is_part) { // what is behind the name are a function's arguments
        return {object.address.kind,
                old_prefix + mark.old_name + identity.substr(whole_prefix.size() + mark.name.size())};
    }
    // "public.users.email", and of all other parts "c on public.users"
    return {object.address.kind, identity.starts_with(mark.whole + ".")
                                     ? mark.whole + "." + mark.old_name
                                     : mark.old_name + identity.substr(mark.name.size())};
}

/// `unclear`: both names are there before and after. To be done only if something else gets the old one.
enum class Standing : std::uint8_t { to_do, done, unclear, unknown };

struct Resolved {
    Standing standing;
    Rename rename;
};

Standing standing_of(bool has_old, bool has_new, bool goal_has_old) {
    if (has_old && (!has_new || !goal_has_old)) {
        return Standing::to_do;
    }
    if (has_old && has_new) {
        return Standing::unclear;
    }
    return has_new ? Standing::done : Standing::unknown;
}

Resolved resolve(const Schema& present, const Schema& goal, const Object& object, const RenameMark& mark) {
    Rename rename{object.address,
                  object.address,
                  mark.old_name,
                  mark.name,
                  mark.old_schema.empty() ? mark.schema : mark.old_schema,
                  mark.schema,
                  mark.old_label,
                  mark.label};
    if (!mark.label.empty()) {
        return {standing_of(has_label(present, object.address, mark.old_label),
                            has_label(present, object.address, mark.label),
                            has_label(goal, object.address, mark.old_label)),
                std::move(rename)};
    }
    rename.from = old_address(object, mark);
    return {standing_of(present.find(rename.from) != nullptr, present.find(rename.to) != nullptr,
                        goal.find(rename.from) != nullptr),
            std::move(rename)};
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const auto at = text.find(from);
    return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

bool is_named_after(const std::string& name, const std::string& wanted, const std::vector<Rename>& done) {
    auto all = name;
    for (const auto& rename : done) {
        if (replaced(name, rename.from_name, rename.to_name) == wanted) {
            return true;
        }
        all = replaced(all, rename.from_name, rename.to_name);
    }
    return all == wanted;
}

/// Whether `serial` would make such a sequence is a question of its name.
bool is_same_but_for_name(const Object& a, const Object& b) {
    if (a.parent != b.parent || a.address.kind != b.address.kind) {
        return false;
    }
    if (a.address.kind != Kind::sequence) {
        return a.body == b.body;
    }
    auto before = a.as<schema::Sequence>();
    before.serial_of = b.as<schema::Sequence>().serial_of;
    return before == b.as<schema::Sequence>();
}

bool is_named_along(Kind kind) {
    return kind == Kind::constraint || kind == Kind::index || kind == Kind::sequence;
}

/// As it is called when its own name is another one.
Object with_own_name(Object object, const Rename& rename) {
    if (object.parent) {
        object.name = rename.to_name;
        return object;
    }
    const auto behind = object.name.rfind(rename.from_name);
    object.name.replace(behind, rename.from_name.size(), rename.to_name);
    object.own_name = rename.to_name;
    return object;
}

Statements statements_of(const Context& context, const Rename& rename) {
    const auto& object = context.present.at(rename.from);
    if (!rename.from_label.empty()) {
        return {{fmt::format("ALTER TYPE {} RENAME VALUE {} TO {}", object.name, rename.from_label,
                             rename.to_label)}};
    }
    Statements statements;
    const auto& rules = rules_of(object);
    if (rename.from_name != rename.to_name) {
        statements.push_back(rules.rename(object, rename.to_name));
    }
    if (rename.from_schema != rename.to_schema) {
        const Address schema{Kind::schema, rename.to_schema};
        const auto* const wanted = context.goal.find(schema);
        if (wanted != nullptr && context.present.find(schema) == nullptr) {
            append(statements, rules_of(*wanted).create(*wanted, {}, 0));
        }
        statements.push_back({fmt::format(
            "ALTER {} SET SCHEMA {}", rules.designation(with_own_name(object, rename)), rename.to_schema)});
    }
    return statements;
}

/// Of what has the name that another one is to get.
Statements drop_occupant(const Context& context, const Address& address) {
    const auto& object = context.present.at(address);
    auto statements = rules_of(object).drop(object);
    if (!statements.empty() && !context.dependents(address).empty()) {
        statements.back().sql += " CASCADE";
    }
    return statements;
}

/// For another one to give up the name. There are no circles: two that change their names with each other are
/// there before and after, and a mark says nothing then.
bool waits(const Rename& rename, const std::vector<Rename>& left) {
    return std::any_of(left.begin(), left.end(), [&](const auto& other) {
        return other.from == rename.to && other.from_label == rename.to_label && other.to != rename.to;
    });
}

bool is_taken(const Context& context, const Rename& rename, const std::set<Address>& given_up) {
    return rename.from_label.empty() && context.present.find(rename.to) != nullptr &&
           !given_up.contains(rename.to);
}

/// Nothing has to be done about it, with or without a mark.
bool is_same_again(const Schema& present, const Object& wanted) {
    const auto& object = present.at(wanted.address);
    return object.body == wanted.body;
}

} // namespace

Rename Rename::reversed() const {
    return {to, from, to_name, from_name, to_schema, from_schema, to_label, from_label};
}

std::vector<Rename> renames_marked(const Schema& present, const Schema& goal,
                                   const std::vector<RenameMark>& marks, RenameLevel level) {
    std::vector<Rename> renames;
    std::vector<Rename> unclear;
    for (const auto& mark : marks) {
        const auto* const object = level_of(mark) == level ? object_marked(goal, mark) : nullptr;
        if (object != nullptr) {
            auto resolved = resolve(present, goal, *object, mark);
            if (resolved.standing == Standing::to_do) {
                renames.push_back(std::move(resolved.rename));
            } else if (resolved.standing == Standing::unclear) {
                unclear.push_back(std::move(resolved.rename));
            }
        }
    }
    // A chain: each link gives up the name that the one before it gets.
    for (bool goes_on = true; goes_on;) {
        const auto link = std::find_if(unclear.begin(), unclear.end(), [&](const auto& one) {
            return std::any_of(renames.begin(), renames.end(), [&](const auto& rename) {
                return rename.to == one.from && rename.to_label == one.from_label;
            });
        });
        goes_on = link != unclear.end();
        if (goes_on) {
            renames.push_back(std::move(*link));
            unclear.erase(link);
        }
    }
    return renames;
}

std::vector<RenameMark> marks_without_object(const Schema& present, const Schema& goal,
                                             const std::vector<RenameMark>& marks) {
    std::vector<RenameMark> slips;
    for (const auto& mark : marks) {
        const auto* const object = object_marked(goal, mark);
        const bool has_whole = object != nullptr && (object->parent ? present.find(*object->parent) != nullptr
                                                                    : !present.objects.empty());
        const auto standing = has_whole ? resolve(present, goal, *object, mark).standing : Standing::done;
        if (standing == Standing::unknown ||
            (standing == Standing::unclear && !is_same_again(present, *object))) {
            slips.push_back(mark);
        }
    }
    return slips;
}

std::vector<Rename> renames_along(const Schema& present, const Schema& goal,
                                  const std::vector<Rename>& done) {
    std::vector<Rename> along;
    std::set<Address> taken;
    for (const auto& [address, object] : present.objects) {
        if (!is_named_along(address.kind) || goal.find(address) != nullptr) {
            continue;
        }
        const auto wanted = std::find_if(goal.objects.begin(), goal.objects.end(), [&](const auto& one) {
            const auto& other = one.second;
            return is_same_but_for_name(object, other) && present.find(one.first) == nullptr &&
                   !taken.contains(one.first) && is_named_after(object.own_name, other.own_name, done);
        });
        if (wanted != goal.objects.end()) {
            taken.insert(wanted->first);
            along.push_back(
                {address, wanted->first, object.own_name, wanted->second.own_name, "", "", "", ""});
        }
    }
    return along;
}

std::vector<Step> rename_steps(const Context& context, const std::vector<Rename>& renames) {
    std::vector<Step> steps;
    std::vector<Rename> left = renames;
    std::set<Address> given_up;
    while (!left.empty()) {
        auto next =
            std::find_if(left.begin(), left.end(), [&](const auto& rename) { return !waits(rename, left); });
        next = next == left.end() ? left.begin() : next;
        Step step{{Action::alter, next->from}, {}, {}, {}, {}};
        if (is_taken(context, *next, given_up)) {
            step.statements = drop_occupant(context, next->to);
        }
        append(step.statements, statements_of(context, *next));
        given_up.insert(next->from);
        steps.push_back(std::move(step));
        left.erase(next);
    }
    return steps;
}

} // namespace headstart::diff
