#pragma once

#include "imports/history.hpp"

#include <string_view>

namespace headstart::imports {

/// Of a tool that runs all files in one session: what a file sets in it holds for those behind it in the same
/// run, and with headstart to the end of the file. Adds a review for each that sets where names are looked
/// up, or as whom.
void review_session_settings(History& history, std::string_view tool);

/// What to do about a schema that a tool makes and works in, because its settings say so. `place`: of those.
Remark schema_to_make(std::string_view tool, std::string_view schema, Place place);

} // namespace headstart::imports
