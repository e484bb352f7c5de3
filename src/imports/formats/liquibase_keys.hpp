#pragma once

#include "imports/source_folder.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

/// Master changelogs of Liquibase, in whatever language they are written.
namespace headstart::imports {

/// An entry of a master: `- include:` with `file: a.sql` in YAML, the same in JSON, `<include file="a.sql"/>`
/// in XML.
struct ChangelogEntry {
    enum class Kind : std::uint8_t { include, include_all, changeset, property };

    Kind kind;
    std::size_t line;
    std::map<std::string, std::string, std::less<>> attributes = {}; ///< that are texts
    bool is_open = true; ///< what follows may still be an attribute of it
};

/// In their order, without those that are commented out. The name of the source tells its language.
std::vector<ChangelogEntry> changelog_entries(const Source& source);

/// The value of an attribute; empty: it has none.
std::string attribute_of(const ChangelogEntry& entry, std::string_view name);

} // namespace headstart::imports
