#pragma once

#include "commands/context.hpp"
#include "commands/project.hpp"
#include "commands/recorded_history.hpp"
#include "imports/history.hpp"

#include <optional>
#include <string>
#include <vector>

/// A project's history as its own Alembic has it, asked in its own Python.
namespace headstart::commands {

/// Which project, and how to ask it.
struct AlembicProject {
    std::optional<std::string> python;  ///< nothing: that of the virtual environment, or python3
    std::optional<std::string> config;  ///< alembic.ini or pyproject.toml; nothing: looked for
    std::optional<std::string> section; ///< of alembic.ini: `alembic -n`
    std::vector<std::string> x;         ///< what env.py is given as `alembic -x`
};

/// What was read.
struct AlembicHistory {
    imports::History history;
    std::string config;          ///< the file that it was found by
    std::string script_location; ///< the folder of env.py
    std::string versions;        ///< of Alembic, SQLAlchemy and Python, for the report
    std::string version_table;
    std::string version_table_schema;   ///< empty: the first of the search_path
    ProjectSettings settings;           ///< what headstart.toml is to say
    std::vector<std::string> locations; ///< sub-folders for the files of several folders of Alembic's
    std::vector<std::string> notes;     ///< of no weight for the schema, a sentence each
    RecordingWays ways;
    /// That and why the history ends early on an empty database, by `alembic upgrade heads` itself; a
    /// sentence.
    std::optional<std::string> failure;
};

/// Asks the project. The application's code runs, and is given scratch databases (libpq's words, with the
/// password) for whatever it connects to: two of them, so that a run can be tried once more otherwise.
/// Without any, Alembic's offline mode alone is asked. Throws diag::Error (usage, not_imported) with the
/// place in the project's Python; base::Stopped.
/// `makes_roles`: on that server roles may be made that revisions grant something to.
AlembicHistory read_alembic(const Context& context, const AlembicProject& project,
                            const std::vector<std::string>& scratch_urls, bool makes_roles);

/// Does in a scratch database what `alembic upgrade heads` or `alembic downgrade base` does; of the steps of
/// either no more than `count`, if that is not 0. Returns the revisions in the order in which they ran.
/// Throws as read_alembic() does.
std::vector<std::string> upgrade_by_alembic(const Context& context, const AlembicProject& project,
                                            const std::string& scratch_url, std::size_t count = 0);
std::vector<std::string> downgrade_by_alembic(const Context& context, const AlembicProject& project,
                                              const std::string& scratch_url, std::size_t count = 0);

} // namespace headstart::commands
