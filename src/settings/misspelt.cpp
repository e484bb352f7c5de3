#include "settings/misspelt.hpp"

#include "base/text.hpp"
#include "settings/table.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace headstart::settings {

namespace {

constexpr std::string_view k_prefix = "HEADSTART_";

/// What stands behind the prefix, which all have and which says nothing about how near two are.
std::vector<std::string> known_names() {
    std::vector<std::string> names;
    for (const auto& row : rows()) {
        if (row.variable.starts_with(k_prefix)) {
            names.emplace_back(row.variable.substr(k_prefix.size()));
        }
    }
    return names;
}

} // namespace

std::vector<MisspeltVariable> misspelt_variables(const Environment& environment) {
    std::vector<MisspeltVariable> misspelt;
    for (const auto& name : environment.names_that_begin_with(k_prefix)) {
        if (std::any_of(rows().begin(), rows().end(), [&](const Row& row) { return row.variable == name; })) {
            continue;
        }
        if (const auto meant = base::nearest(std::string_view(name).substr(k_prefix.size()), known_names())) {
            misspelt.push_back({name, fmt::format("{}{}", k_prefix, *meant)});
        }
    }
    return misspelt;
}

} // namespace headstart::settings
