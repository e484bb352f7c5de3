#include "base/text.hpp"
#include "diff/kinds.hpp"

#include <fmt/format.h>

namespace headstart::diff {

namespace {

using schema::EventTrigger;

std::string event_trigger_designation(const Object& object) {
    return "EVENT TRIGGER " + object.name;
}

Statement enable_event_trigger(const Object& object) {
    const char enabled = object.as<EventTrigger>().enabled;
    const auto* const change = enabled == 'D'   ? "DISABLE"
                               : enabled == 'R' ? "ENABLE REPLICA"
                               : enabled == 'A' ? "ENABLE ALWAYS"
                                                : "ENABLE";
    return {fmt::format("ALTER EVENT TRIGGER {} {}", object.name, change)};
}

Statements create_event_trigger(const Object& object, const Parts& /*parts*/, unsigned /*level*/) {
    const auto& trigger = object.as<EventTrigger>();
    auto sql = fmt::format("CREATE EVENT TRIGGER {} ON {}", object.name, trigger.event);
    if (!trigger.tags.empty()) {
        sql += fmt::format(" WHEN TAG IN ({})", base::join(trigger.tags, ", "));
    }
    Statements statements{{fmt::format("{} EXECUTE FUNCTION {}()", sql, trigger.function)}};
    if (trigger.enabled != 'O') {
        statements.push_back(enable_event_trigger(object));
    }
    return statements;
}

Statements drop_event_trigger(const Object& object) {
    return {{fmt::format("DROP EVENT TRIGGER {}", object.name)}};
}

std::vector<Way> alter_event_trigger(const Object& from, const Object& to, const Context& /*context*/) {
    auto same_but_for_that = from.as<EventTrigger>();
    same_but_for_that.enabled = to.as<EventTrigger>().enabled;
    if (same_but_for_that != to.as<EventTrigger>()) {
        return {};
    }
    return {{enable_event_trigger(to)}};
}

} // namespace

const Rules k_event_trigger_rules{
    .kind = Kind::event_trigger,
    .designation = event_trigger_designation,
    .create = create_event_trigger,
    .drop = drop_event_trigger,
    .alter = alter_event_trigger,
};

} // namespace headstart::diff
