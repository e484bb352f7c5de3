#pragma once

#include "imports/formats/liquibase_keys.hpp"
#include "imports/history.hpp"
#include "imports/source_folder.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

/// What a Liquibase changelog is made of.
namespace headstart::imports {

/// A file of SQL, or a changeset that stands in a master.
struct ChangelogPart {
    std::string file;
    std::optional<ChangelogEntry> changeset; ///< nothing: all of the file, which is SQL
};

struct LiquibaseChangelog {
    std::vector<ChangelogPart> parts; ///< in the order in which they run
    std::map<std::string, std::string, std::less<>> properties;
};

/// Whether a text begins as Liquibase's formatted SQL.
bool is_formatted_sql(std::string_view beginning);

/// As the master changelog (XML, YAML or JSON) includes them, or the files of formatted SQL by their names
/// where there is none. What is in a master and cannot be found is left out of the history.
LiquibaseChangelog read_changelog(const SourceFolder& folder, History& history);

} // namespace headstart::imports
