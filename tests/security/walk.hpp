#pragma once

#include "support/project.hpp"

#include <string>

namespace headstart::test {

/// Every command that speaks to a database, in every state that makes it ask something else: an empty
/// database, one in use, half-done work of each kind, a held lock, a newer image, edited files, the script
/// for psql. What the files themselves do bears "theirs" in its text.
///
/// Returns all that headstart has printed. The project is called with its environment, and `url` is the
/// superuser's to the same database.
std::string walk_all_commands(Project& project, const std::string& url);

/// The commands that build again in a scratch database what they read of the project's.
void compare_schemas(Project& project);

} // namespace headstart::test
