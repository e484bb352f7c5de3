#pragma once

#include "imports/format.hpp"

namespace headstart::imports {

/// Refuses a folder whose files, of those that were read as the format's, bear another tool's marks and none
/// of its own: to the format both ways of such a file would be one. Throws diag::Error (usage).
void refuse_marks_of_others(const SourceFolder& folder, const Format& format);

} // namespace headstart::imports
