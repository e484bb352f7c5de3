#pragma once

#include "commands/context.hpp"

#include <cstdint>
#include <string>

namespace headstart::commands {

/// Where one of the two sides of a comparison comes from.
struct SchemaSource {
    enum class Kind : std::uint8_t {
        path,       ///< a .sql file, or a folder of them
        command,    ///< what one prints
        migrations, ///< the folder's, up to `text`: "heads", or revisions with blanks between them
        url,        ///< a database that is there, and is only read
    };

    Kind kind;
    std::string text;
};

/// As typed: a URL, "migrations", "migrations@REV", "database" (the one that the settings name), or a path.
SchemaSource read_schema_source(const Context& context, const std::string& text);

/// What `schema` or `schema_command` says. Throws diag::Error (usage, no_schema) where neither is set.
SchemaSource declared_schema(const Context& context);

/// Up to its heads.
SchemaSource migrated_schema();

} // namespace headstart::commands
