#pragma once

#include <optional>
#include <string>
#include <tuple>
#include <vector>

namespace headstart::schema {

struct Subscription {
    std::string connection;                ///< as a literal
    std::vector<std::string> publications; ///< in order
    std::optional<std::string> slot;       ///< as a literal; none: it has no slot
    bool has_default_slot = true;          ///< the slot is named after it
    bool is_enabled = false;
    std::vector<std::string> options; ///< that are not the default: "binary = true"
    std::vector<std::string>
        fixed_options;                 ///< those of them that only an older slot or none allows to change
    std::vector<std::string> defaults; ///< of all options, for this server: "streaming = off"

    static constexpr auto fields() {
        return std::tuple(&Subscription::connection, &Subscription::publications, &Subscription::slot,
                          &Subscription::has_default_slot, &Subscription::is_enabled, &Subscription::options,
                          &Subscription::fixed_options, &Subscription::defaults);
    }

    friend bool operator==(const Subscription&, const Subscription&) = default;
};

} // namespace headstart::schema
