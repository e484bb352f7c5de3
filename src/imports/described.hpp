#pragma once

#include "revision/revision.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace headstart::imports {

/// What stands behind a beginning in the lines of a revision's description: of an import, what its files say
/// of the tool's own table ("Replaces "). Nothing for an empty beginning.
std::vector<std::string> said_behind(const revision::Revision& revision, std::string_view beginning);

/// The same as one list, the words separated by commas.
std::vector<std::string> listed_behind(const revision::Revision& revision, std::string_view beginning);

} // namespace headstart::imports
