#pragma once

#include "imports/history.hpp"
#include "imports/source_folder.hpp"

#include <string_view>

namespace headstart::imports {

/// Adds to what is left out the files of SQL that the reader did not ask for: the tool passes over them,
/// which nobody may have noticed.
void name_passed_over(History& history, const SourceFolder& folder, std::string_view title);

} // namespace headstart::imports
