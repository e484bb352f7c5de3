#pragma once

#include "commands/context.hpp"

namespace headstart::commands {

/// Writes the database's schema to the file of `dump_after_upgrade`, in one go; a file that says so already
/// is not touched. What goes wrong is a warning: the migrations have run.
void write_dump(Context& context);

} // namespace headstart::commands
