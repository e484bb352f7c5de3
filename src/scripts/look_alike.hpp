#pragma once

#include <string>
#include <string_view>

namespace headstart::scripts {

/// Something in a folder of migrations that is not read, though somebody may think it is.
struct PassedOver {
    std::string path;
    std::string reason; ///< "its name does not end in .sql"
};

/// Whether a file's name is that of a migration but for its end: "a1_users.SQL", "a1_users.sql.txt",
/// "a1.psql", "a1.sql (1)", "a1.sql_". What editors and merge tools leave behind is none: "a1.sql~",
/// "a1.sql.orig".
bool looks_like_migration(std::string_view name);

} // namespace headstart::scripts
