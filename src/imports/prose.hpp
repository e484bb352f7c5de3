#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// Comments that headstart would read as more than words.
namespace headstart::imports {

/// SQL in which no comment is a marker of sections, or looks like one: such a one gets words before it that
/// make it prose. The lines stay the same.
std::string with_plain_comments(std::string_view sql);

/// Where, in SQL, the comments open that with_plain_comments() makes prose of: behind their `--` or `/*`.
std::vector<std::size_t> comments_like_markers(std::string_view sql);

/// A message that is one line, and no key of the header or marker.
std::string plain_message(std::string_view message);

} // namespace headstart::imports
