#pragma once

#include "imports/formats/flyway_settings.hpp"
#include "imports/history.hpp"
#include "imports/source_folder.hpp"

#include <string>
#include <vector>

namespace headstart::imports {

/// All that Flyway looks at: the folder's files; where it is one of the `flyway.locations` of the settings,
/// those of the others, too, "../views/R__prices.sql"; and migrations in Java or its kin, which stand beside
/// the resources. A location that is not here is told of as left out.
std::vector<std::string> files_of_locations(const SourceFolder& folder, const FlywaySettings& settings,
                                            History& history);

} // namespace headstart::imports
