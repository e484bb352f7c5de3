#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace headstart::sql {

/// Whether a message may quote the values in a statement, which may be somebody's data or password.
enum class Literals : std::uint8_t { shown, hidden };

/// A statement as it is quoted in a message: on one line, without comments, cut behind `longest` characters.
/// Hidden strings, dollar-quoted texts and numbers are `?` each. It may be half a statement, as servers cut
/// them in their views: a literal that nobody ends is hidden like any other.
std::string one_line(std::string_view statement, Literals literals, std::size_t longest = 200);

} // namespace headstart::sql
