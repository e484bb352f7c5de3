#pragma once

#include "commands/context.hpp"

#include <string>
#include <vector>

namespace headstart::commands {

/// Whether these words of `import` mean it: it is named first, or nothing is and Alembic's configuration is
/// here.
bool is_of_alembic(const std::vector<std::string>& words);

/// `headstart import alembic`: the project's own Alembic is asked for its history, which becomes files, and
/// both are run in scratch databases to see that they do the same. Returns the exit code: 5 with --strict if
/// something is to be reviewed. Throws diag::Error and has changed nothing.
int import_alembic(Context& context, const Arguments& arguments);

} // namespace headstart::commands
