#pragma once

#include "diag/palette.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace headstart::commands {

/// How a text for people is laid out.
struct HelpStyle {
    std::size_t width = 80; ///< columns
    bool all = false;       ///< global options one by one, instead of in one line
    diag::Palette palette = {};
};

/// For standard output: as wide as COLUMNS says, or the terminal, but no narrower and no wider than a text
/// can be read at.
HelpStyle help_style(bool all);

/// The words of a text in lines of at most `width` characters; a longer word has a line of its own.
std::vector<std::string> wrapped(std::string_view text, std::size_t width);

} // namespace headstart::commands
