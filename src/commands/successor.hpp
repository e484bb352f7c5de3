#pragma once

#include "commands/context.hpp"
#include "process/application.hpp"

#include <optional>

/// The command behind `--`, which takes headstart's place when its work is done.
namespace headstart::commands {

/// Looked up before anything else is done: a slip of the finger there must not cost a migration. Nothing
/// where there is none, which is told where it was expected (`run --`). Does not return from a headstart
/// behind headstart (`run -- headstart stamp head`, which is what `docker run IMAGE headstart stamp head`
/// comes to behind the entrypoint): that is the verb itself, with all that we were given, and migrates
/// nothing. Throws diag::Error (command_not_found, cannot_execute).
std::optional<process::Application> find_successor(Context& context, const Arguments& arguments);

/// Becomes it, once nothing has asked to stop; the exit code where there is none.
int give_way(Context& context, const std::optional<process::Application>& application);

} // namespace headstart::commands
