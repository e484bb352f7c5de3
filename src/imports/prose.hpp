#pragma once

#include <string>
#include <string_view>

/// Comments that headstart would read as more than words.
namespace headstart::imports {

/// SQL in which no comment is a marker of sections, or looks like one: such a one gets words before it that
/// make it prose. The lines stay the same.
std::string with_plain_comments(std::string_view sql);

/// A message that is one line, and no key of the header or marker.
std::string plain_message(std::string_view message);

} // namespace headstart::imports
