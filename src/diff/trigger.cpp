#include "diff/kinds.hpp"

#include <fmt/format.h>

namespace headstart::diff {

namespace {

using schema::Trigger;

std::string trigger_designation(const Object& object) {
    return fmt::format("TRIGGER {} ON {}", object.name, object.parent_name);
}

Statement enable_trigger(const Object& object) {
    const char enabled = object.as<Trigger>().enabled;
    const auto* const change = enabled == 'D'   ? "DISABLE"
                               : enabled == 'R' ? "ENABLE REPLICA"
                               : enabled == 'A' ? "ENABLE ALWAYS"
                                                : "ENABLE";
    return {fmt::format("ALTER TABLE {} {} TRIGGER {}", object.parent_name, change, object.name)};
}

std::string trigger_text(std::string_view create, const Object& object) {
    const auto& trigger = object.as<Trigger>();
    return fmt::format("{} {}TRIGGER {} {}", create, trigger.is_constraint ? "CONSTRAINT " : "", object.name,
                       trigger.definition);
}

Statements create_trigger(const Object& object, const Parts& /*parts*/, unsigned /*level*/) {
    Statements statements{{trigger_text("CREATE", object)}};
    if (object.as<Trigger>().enabled != 'O') {
        statements.push_back(enable_trigger(object));
    }
    return statements;
}

Statements drop_trigger(const Object& object) {
    return {{fmt::format("DROP TRIGGER {} ON {}", object.name, object.parent_name)}};
}

/// One that is replaced is enabled afterwards. A constraint's cannot be replaced, nor what came from a
/// partitioned table.
std::vector<Way> alter_trigger(const Object& from, const Object& to, const Context& /*context*/) {
    const auto& before = from.as<Trigger>();
    const auto& after = to.as<Trigger>();
    Way way;
    if (before.is_inherited != after.is_inherited || before.is_constraint != after.is_constraint) {
        return {};
    }
    char enabled = before.enabled;
    if (before.definition != after.definition) {
        if (after.is_constraint) {
            return {};
        }
        if (!after.is_inherited) {
            way.push_back({trigger_text("CREATE OR REPLACE", to)});
            enabled = 'O';
        }
    }
    if (enabled != after.enabled) {
        way.push_back(enable_trigger(to));
    }
    return {way};
}

bool is_inherited_trigger(const Object& object) {
    return object.as<Trigger>().is_inherited;
}

} // namespace

const Rules k_trigger_rules{
    .kind = Kind::trigger,
    .designation = trigger_designation,
    .create = create_trigger,
    .drop = drop_trigger,
    .alter = alter_trigger,
    .comes_by_itself = is_inherited_trigger,
};

} // namespace headstart::diff
