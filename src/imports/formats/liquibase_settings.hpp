#pragma once

#include "imports/history.hpp"
#include "imports/source_folder.hpp"

#include <map>
#include <optional>
#include <string>

/// What a project tells Liquibase beside its changelogs. Liquibase is run where its settings stand, around
/// its files, or finds them among the resources.
namespace headstart::imports {

using LiquibaseParameters = std::map<std::string, std::string, std::less<>>; ///< by name

/// What liquibase.properties have as `parameter.NAME`.
LiquibaseParameters liquibase_parameters(const SourceFolder& folder);

struct LiquibaseSchema {
    std::string name;
    Place place; ///< the file that says so
};

/// The schema that Liquibase works in, if it is told to: by its own settings, or by Spring's.
std::optional<LiquibaseSchema> liquibase_schema(const SourceFolder& folder);

} // namespace headstart::imports
