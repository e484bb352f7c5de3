#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace headstart::base {

/// Text that others wrote (servers, files, names, arguments) as a line for people may show it, so that it can
/// neither steer a terminal nor be taken for a line of ours. What Unicode calls control, format, line and
/// paragraph separator is spelt out, `\x1b` or `\u202e`, and so is each byte that is no UTF-8. A tab stays, a
/// joiner between two letters beyond ASCII (emoji, Persian), and all other text. `line_end` takes the place
/// of each line end, `\n` or `\r\n`: spelt out too, if not told otherwise.
std::string printable(std::string_view text, std::string_view line_end = "\\n");

/// JSON with what printable() spells out written as JSON's own escapes: the same to a program that reads it,
/// and harmless to a terminal. `json` is valid, and UTF-8.
std::string printable_json(std::string_view json);

/// A text of so many bytes at most: of a longer one the beginning, ended between two characters, and how long
/// it is.
std::string shortened(std::string text, std::size_t longest);

} // namespace headstart::base
