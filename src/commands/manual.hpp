#pragma once

#include "commands/command_line.hpp"

#include <span>
#include <string>

namespace headstart::commands {

/// headstart(1) in roff with the macros of man(7), of the tables that make `--help`. The same for everybody:
/// no date, no colour, no width.
std::string manual(Commands commands);

} // namespace headstart::commands
