#pragma once

#include "imports/source_folder.hpp"

#include <map>
#include <string>

namespace headstart::imports {

using FlywaySettings = std::map<std::string, std::string, std::less<>>; ///< "flyway.schemas" → "app"

/// The project's settings, from where projects keep them: Flyway's own, and Spring Boot's. What is known only
/// where the application runs is not among them.
FlywaySettings flyway_settings(const SourceFolder& folder);

} // namespace headstart::imports
