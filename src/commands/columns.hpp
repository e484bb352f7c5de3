#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// How wide what is printed may be, and texts made to fit.
namespace headstart::commands {

/// Of standard output: what COLUMNS says, or the terminal. Nothing for a file or a pipe, where a program
/// reads and nothing is to be cut.
std::optional<std::size_t> output_columns();

/// What a terminal needs for it.
std::size_t width_of(std::string_view text);

/// At most so wide; of a longer text the beginning, and "..." in the place of the rest.
std::string cut_to(std::string_view text, std::size_t width);

/// With blanks behind it up to a width.
std::string padded(std::string text, std::size_t width);

/// Of all kinds of rows a column's widest.
std::size_t widest(const std::vector<std::string>& texts);

} // namespace headstart::commands
