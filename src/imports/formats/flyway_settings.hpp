#pragma once

#include "imports/formats/flyway_names.hpp"
#include "imports/source_folder.hpp"

#include <map>
#include <string>

namespace headstart::imports {

/// "flyway.defaultSchema" → "app", also where Spring has it written default-schema.
using FlywaySettings = std::map<std::string, std::string, std::less<>>;

/// The project's settings, from where projects keep them: Flyway's own, and Spring Boot's. What is known only
/// where the application runs is not among them.
FlywaySettings flyway_settings(const SourceFolder& folder);

/// How they name the files.
FlywayNaming flyway_naming(const FlywaySettings& settings);

} // namespace headstart::imports
