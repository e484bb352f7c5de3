#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace headstart::base {

/// Splits as a POSIX shell splits a line into words: blanks part them, '…' and "…" hold them together, a
/// backslash takes the next letter as it is (inside "…" only before one of `"\`). Nothing is expanded.
/// Nothing is returned for a quote that does not end (POSIX, "Shell Command Language: Quoting").
std::optional<std::vector<std::string>> split_shell_words(std::string_view text);

} // namespace headstart::base
