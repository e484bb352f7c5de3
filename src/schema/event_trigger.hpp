#pragma once

#include <string>
#include <tuple>
#include <vector>

namespace headstart::schema {

struct EventTrigger {
    std::string event;             ///< "ddl_command_end"
    std::vector<std::string> tags; ///< as literals: "'CREATE TABLE'"
    std::string function;
    char enabled = 'O'; ///< pg_event_trigger.evtenabled

    static constexpr auto fields() {
        return std::tuple(&EventTrigger::event, &EventTrigger::tags, &EventTrigger::function,
                          &EventTrigger::enabled);
    }

    friend bool operator==(const EventTrigger&, const EventTrigger&) = default;
};

} // namespace headstart::schema
