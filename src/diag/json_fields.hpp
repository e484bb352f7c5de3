#pragma once

#include "diag/fields.hpp"

#include <nlohmann/json.hpp>

namespace headstart::diag {

/// As members of the object. What is an empty text or list is nothing, and left out.
inline void add_fields(nlohmann::ordered_json& json, const LogFields& fields) {
    for (const auto& field : fields) {
        nlohmann::ordered_json value =
            std::visit([](const auto& any) { return nlohmann::ordered_json(any); }, field.value);
        const bool is_empty = value.is_string() ? value.get_ref<const std::string&>().empty() : value.empty();
        if (!is_empty) {
            json[std::string(field.name)] = std::move(value);
        }
    }
}

} // namespace headstart::diag
