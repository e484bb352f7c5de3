#pragma once

#include "imports/history.hpp"
#include "imports/source_folder.hpp"

#include <string>
#include <vector>

/// Which files a Liquibase changelog is made of.
namespace headstart::imports {

/// Whether a text begins as Liquibase's formatted SQL.
bool is_formatted_sql(std::string_view beginning);

/// The files of formatted SQL in the order in which they run: as the master changelog includes them (XML,
/// YAML or JSON, told by their `file` and `path` keys), or by their names where there is none. What is in a
/// master and cannot be imported is left out of the history.
std::vector<std::string> liquibase_files(const SourceFolder& folder, History& history);

} // namespace headstart::imports
