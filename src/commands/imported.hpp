#pragma once

#include "commands/context.hpp"
#include "imports/history.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace headstart::commands {

/// A history that was read, whatever read it.
struct Imported {
    imports::History history;
    std::string_view tool;               ///< as it is typed: "golang-migrate"
    std::string_view title;              ///< as people call it
    std::filesystem::path source;        ///< the folder or file that it was read from
    std::vector<std::string> next_steps; ///< commands to type, a line each, for the report's end
};

/// Writes the migration files, all or none, and what makes a project of them; prints the report. By the
/// options of `import`: --into, --dry-run, --strict. Returns the exit code: 5 with --strict if something is
/// to be reviewed or was left out. Throws diag::Error (usage) and has changed nothing.
int write_imported(Context& context, const Arguments& arguments, Imported imported);

} // namespace headstart::commands
