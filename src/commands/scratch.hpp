#pragma once

#include "commands/context.hpp"
#include "prove/scratch_database.hpp"

#include <string>

namespace headstart::commands {

/// The server on which scratch databases are made: the target's, if no other is named.
prove::ScratchServer scratch_server(const Context& context);

/// Under which names are looked up there, as `SET search_path` takes it.
std::string search_path_of(const prove::ScratchServer& server);

} // namespace headstart::commands
