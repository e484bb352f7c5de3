#pragma once

#include <string>
#include <tuple>

namespace headstart::schema {

struct Trigger {
    std::string definition; ///< from BEFORE, AFTER or INSTEAD OF on
    bool is_constraint = false;
    char enabled = 'O';        ///< pg_trigger.tgenabled
    bool is_inherited = false; ///< a partition's, made with that of the partitioned table

    static constexpr auto fields() {
        return std::tuple(&Trigger::definition, &Trigger::is_constraint, &Trigger::enabled,
                          &Trigger::is_inherited);
    }

    friend bool operator==(const Trigger&, const Trigger&) = default;
};

} // namespace headstart::schema
