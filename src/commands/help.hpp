#pragma once

#include "commands/command_line.hpp"
#include "commands/help_style.hpp"

#include <span>
#include <string>

namespace headstart::commands {

/// `headstart --help`: the commands and the global options.
std::string program_help(std::span<const Command> commands, const HelpStyle& style);

/// `headstart COMMAND --help`: how it is called, examples, its options.
std::string command_help(const Command& command, const HelpStyle& style);

/// `headstart --version`.
std::string version_text();

/// The spellings in an OptionSpec's or a row's names: "-m,--message".
std::vector<std::string> spellings(std::string_view names);

} // namespace headstart::commands
