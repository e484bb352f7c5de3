#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace headstart::scripts {

/// A syntax error at a word that begins a line, and that statements begin with: where another statement is
/// still open there, what is amiss is most likely its `;`. Says so, with that one's line in the file. `sql`
/// is the section's, `offset` the error's place in it, `line` the line in the file that it begins in.
std::optional<std::string> hint_for_missing_semicolon(std::string_view sql, std::size_t offset,
                                                      std::size_t line);

} // namespace headstart::scripts
