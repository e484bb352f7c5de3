#pragma once

#include "commands/command_line.hpp"

namespace headstart::commands {

/// Every command, in the order in which help shows them. A new one is a row here and a file of its own.
Commands all_commands();

} // namespace headstart::commands
