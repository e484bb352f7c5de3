#pragma once

#include "imports/placeholders.hpp"

#include <cstddef>
#include <string>

namespace headstart::imports {

/// The text of a part of a file with its variables filled in: `$NAME`, `${NAME}`, with what counts without a
/// value as a shell has it (`${NAME:-VALUE}`, `${NAME-VALUE}`, `${NAME?}`). A dollar sign is `$$` or `\$`.
/// Throws diag::Error (usage): some have no value.
std::string fill_shell_variables(const Source& source, std::size_t begin, std::size_t end,
                                 const PlaceholderValue& value);

} // namespace headstart::imports
