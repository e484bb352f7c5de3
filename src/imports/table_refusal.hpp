#pragma once

#include "diag/diagnostic.hpp"
#include "imports/format.hpp"

#include <string>
#include <vector>

namespace headstart::imports {

/// A tool's table that does not fit the folder (other_table, exit code 1). Of many notes the first are shown,
/// with how many there are more.
diag::Error refusal_of_table(const Format& format, std::string message, std::vector<std::string> notes,
                             std::string hint);

} // namespace headstart::imports
