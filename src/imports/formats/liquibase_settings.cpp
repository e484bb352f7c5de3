#include "imports/formats/liquibase_settings.hpp"

#include "imports/placeholders.hpp"
#include "imports/plain_yaml.hpp"

#include <array>
#include <string_view>
#include <utility>

namespace headstart::imports {

namespace {

/// A file, and the key in it.
using PlacedKey = std::pair<std::string_view, std::string_view>;

constexpr std::array k_schema_settings{
    PlacedKey{"liquibase.properties", "defaultSchemaName"},
    PlacedKey{"liquibase.properties", "liquibase.command.defaultSchemaName"},
    PlacedKey{"src/main/resources/liquibase.properties", "defaultSchemaName"},
    PlacedKey{"src/main/resources/application.properties", "spring.liquibase.default-schema"},
    PlacedKey{"src/main/resources/application.yml", "liquibase.default-schema"},
    PlacedKey{"src/main/resources/application.yaml", "liquibase.default-schema"},
};

std::optional<std::string> value_of(const SourceFolder& folder, const std::string& file,
                                    std::string_view key) {
    const auto source = folder.read_if_there(file);
    if (!source) {
        return std::nullopt;
    }
    const std::string_view text = (*source)->text;
    const bool is_yaml = file.ends_with(".yml") || file.ends_with(".yaml");
    const auto values = is_yaml ? read_plain_yaml(text, "spring.") : read_properties(text);
    const auto found = values.find(key);
    return found == values.end() ? std::nullopt : std::optional(found->second);
}

} // namespace

LiquibaseParameters liquibase_parameters(const SourceFolder& folder) {
    constexpr std::string_view k_parameter = "parameter.";
    LiquibaseParameters parameters;
    for (const auto& way : folder.ways_up()) {
        for (const auto* const file : {"liquibase.properties", "src/main/resources/liquibase.properties"}) {
            const auto source = folder.read_if_there(way + file);
            for (const auto& [key, value] :
                 read_properties(source ? std::string_view((*source)->text) : std::string_view{})) {
                if (key.starts_with(k_parameter)) {
                    parameters.try_emplace(key.substr(k_parameter.size()), value);
                }
            }
        }
    }
    return parameters;
}

std::optional<LiquibaseSchema> liquibase_schema(const SourceFolder& folder) {
    for (const auto& way : folder.ways_up()) {
        for (const auto& [file, key] : k_schema_settings) {
            const auto path = way + std::string(file);
            if (auto schema = value_of(folder, path, key); schema && *schema != "public") {
                return LiquibaseSchema{*std::move(schema), {folder.shown(path), 0}};
            }
        }
    }
    return std::nullopt;
}

} // namespace headstart::imports
