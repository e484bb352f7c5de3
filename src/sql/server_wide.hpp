#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace headstart::sql {

/// The first words of a statement that acts on the whole server rather than on the database that it runs in:
/// "DROP DATABASE", "CREATE ROLE", "ALTER SYSTEM", "GRANT … ON DATABASE" …; by its words, whatever the
/// grammar knows. Nothing for any other.
std::optional<std::string> server_wide_command(std::string_view statement);

} // namespace headstart::sql
