#include "imports/formats/flyway_settings.hpp"

#include "imports/placeholders.hpp"
#include "imports/plain_yaml.hpp"

#include <optional>
#include <string_view>
#include <utility>

namespace headstart::imports {

namespace {

/// `${NAME:value}` of Spring's takes a value from outside, and has one without it.
std::optional<std::string> spring_value(const std::string& written) {
    if (!written.starts_with("${") || !written.ends_with('}')) {
        return written;
    }
    const auto colon = written.find(':');
    return colon == std::string::npos ? std::nullopt
                                      : std::optional(written.substr(colon + 1, written.size() - colon - 2));
}

/// "flyway.url" of "spring.flyway.url".
void add_properties(const SourceFolder& folder, const std::string& file, FlywaySettings& settings) {
    const auto source = folder.read_if_there(file);
    for (const auto& [key, value] : read_properties(source ? std::string_view((*source)->text) : "")) {
        const auto own = key.find("flyway.");
        const auto known = own == 0 ? std::optional(value) : spring_value(value);
        if (known) {
            settings[own == std::string::npos ? key : key.substr(own)] = *known;
        }
    }
}

/// Flyway's own, of the nearest folder that has any: Flyway is run in one of those around its files.
FlywaySettings nearest_settings(const SourceFolder& folder) {
    for (const auto& way : folder.ways_up()) {
        FlywaySettings settings;
        for (const auto* const file : {"flyway.conf", "conf/flyway.conf", "flyway.toml"}) {
            add_properties(folder, way + file, settings);
        }
        if (!settings.empty()) {
            return settings;
        }
    }
    return {};
}

} // namespace

FlywaySettings flyway_settings(const SourceFolder& folder) {
    auto settings = nearest_settings(folder);
    add_properties(folder, "../../application.properties", settings);
    for (const auto* const file : {"../../application.yml", "../../application.yaml"}) {
        const auto source = folder.read_if_there(file);
        for (const auto& [key, value] :
             read_plain_yaml(source ? std::string_view((*source)->text) : "", "spring.")) {
            if (auto known = spring_value(value)) {
                settings[key] = *std::move(known);
            }
        }
    }
    return settings;
}

} // namespace headstart::imports
