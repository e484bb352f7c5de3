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
    const auto given = environment.names_that_begin_with(k_prefix);
    if (given.empty()) {
        return misspelt;
    }
    const auto known = known_names();
    for (const auto& name : given) {
        const auto rest = name.substr(k_prefix.size());
        if (std::find(known.begin(), known.end(), rest) != known.end()) {
            continue;
        }
        if (const auto meant = base::nearest(rest, known)) {
            misspelt.push_back({name, fmt::format("{}{}", k_prefix, *meant)});
        }
    }
    return misspelt;
}

} // namespace headstart::settings
