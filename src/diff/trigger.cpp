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

std::vector<Way> alter_trigger(const Object& from, const Object& to, const Context& /*context*/) {
    const auto& before = from.as<Trigger>();
    const auto& after = to.as<Trigger>();
    if (before.definition == after.definition && before.is_constraint == after.is_constraint) {
        return {{enable_trigger(to)}};
    }
    return {};
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
