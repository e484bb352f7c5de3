#pragma once

#include "commands/command_line.hpp"
#include "commands/help_style.hpp"

#include <span>
#include <string>

namespace headstart::commands {

/// `headstart --help`: the commands and the global options.
std::string program_help(Commands commands, const HelpStyle& style);

/// `headstart COMMAND --help`: how it is called, examples, its options.
std::string command_help(const Command& command, const HelpStyle& style);

/// As help shows a positional's name.
std::string in_capitals(std::string_view text);

/// How a command is called: "headstart downgrade [options] REVISION".
std::string usage_line(const Command& command);

/// By which words of other tools a command can be called, too.
std::vector<std::string> other_words(std::string_view command);

/// `headstart --version`.
std::string version_text();

/// The spellings in an OptionSpec's or a row's names: "-m,--message".
std::vector<std::string> spellings(std::string_view names);

} // namespace headstart::commands
