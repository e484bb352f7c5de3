#pragma once

#include "imports/formats/flyway_names.hpp"
#include "imports/source_folder.hpp"

#include <map>
#include <string>
#include <string_view>

namespace headstart::imports {

/// "flyway.defaultSchema" → "app", also where Spring has it written default-schema.
using FlywaySettings = std::map<std::string, std::string, std::less<>>;

/// The project's settings, from where projects keep them: Flyway's own, and Spring Boot's. What is known only
/// where the application runs is not among them.
FlywaySettings flyway_settings(const SourceFolder& folder);

/// Puts what a setting says in the place of the value; that stays where nothing is set.
template<typename Text>
void take_setting(const FlywaySettings& settings, std::string_view key, Text& value) {
    if (const auto set = settings.find(key); set != settings.end()) {
        value = set->second;
    }
}

/// How they name the files.
FlywayNaming flyway_naming(const FlywaySettings& settings);

} // namespace headstart::imports
