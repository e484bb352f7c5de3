#pragma once

#include "commands/context.hpp"

namespace headstart::commands {

/// `headstart import django`: the project's migrations run in a scratch database, in its own Python; what
/// each has sent becomes a file, named by application and migration, which the application's migrations
/// revise and those of others depend on. Returns the exit code: 5 with --strict if something is to be
/// reviewed. Throws diag::Error and has changed nothing.
int import_django(Context& context, const Arguments& arguments);

} // namespace headstart::commands
