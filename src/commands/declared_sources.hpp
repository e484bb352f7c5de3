#pragma once

#include "commands/schema_source.hpp"
#include "diag/source.hpp"

#include <filesystem>
#include <memory>
#include <vector>

namespace headstart::commands {

/// The texts of a declared schema, in the order in which they are to be run: a file, the .sql files of a
/// folder and its sub-folders by their names, or what a command prints. Throws diag::Error (usage;
/// bad_schema, schema_command_failed), base::Stopped.
std::vector<std::shared_ptr<const diag::SourceText>> read_declared(const Context& context,
                                                                   const SchemaSource& source);

/// A file of a declared schema, no larger than a migration may be. Throws std::system_error, base::Stopped.
std::shared_ptr<const diag::SourceText> read_source(const Context& context,
                                                    const std::filesystem::path& path);

} // namespace headstart::commands
