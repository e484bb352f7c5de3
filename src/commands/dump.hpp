#pragma once

#include "commands/context.hpp"

namespace headstart::commands {

/// Writes the database's schema to the file of `dump_after_upgrade`, in one go; a file that says so already
/// is not touched. What goes wrong is a warning: the migrations have run.
void write_dump(Context& context);

/// The same behind a command that may have changed the schema, if the setting asks for it and no --no-dump
/// speaks against it: where it `has_changed`, and where the file is missing.
void keep_dump(Context& context, const Arguments& arguments, bool has_changed);

} // namespace headstart::commands
