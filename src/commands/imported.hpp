#pragma once

#include "commands/context.hpp"
#include "commands/project.hpp"
#include "imports/history.hpp"
#include "scripts/script_directory.hpp"

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace headstart::commands {

/// What was found about the new files before they were written.
struct ProofReport {
    std::vector<std::string> lines;       ///< for the report, a sentence each
    std::vector<imports::Remark> reviews; ///< where they are not what the tool would have done
};

/// A history that was read, whatever read it.
struct Imported {
    imports::History history;
    std::string_view tool;               ///< as it is typed: "golang-migrate"
    std::string_view title;              ///< as people call it
    std::filesystem::path source;        ///< the folder or file that it was read from
    std::vector<std::string> next_steps; ///< commands to type, a line each, for the report's end
    ProjectSettings settings = {};       ///< of headstart.toml, where the tool's own project says otherwise
    /// Sub-folders of the new folder that the files go to by their stems, in the order in which they are
    /// loaded.
    std::vector<std::string> locations = {};
    /// Tries the files, which are not written yet; nothing: they are not tried.
    std::function<ProofReport(const scripts::ScriptDirectory& scripts)> prove = {};
};

/// Writes the migration files, all or none, and what makes a project of them; prints the report. By the
/// options of `import`: --into, --dry-run, --strict. Throws diag::Error: usage, and has changed nothing;
/// findings (to_review) with --strict, behind all work, if something is to be reviewed or was left out.
int write_imported(Context& context, const Arguments& arguments, Imported imported);

} // namespace headstart::commands
