#pragma once

#include <string_view>

namespace headstart::commands {

/// Why a command has printed nothing, for who sits at a terminal and would wonder: to standard error. Scripts
/// take an empty result for what it is and are told nothing.
void say_nothing_to_show(std::string_view why);

} // namespace headstart::commands
