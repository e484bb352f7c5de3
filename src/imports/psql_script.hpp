#pragma once

#include "imports/source_folder.hpp"

#include <functional>
#include <map>
#include <string>
#include <string_view>

/// What psql does with a file before the server sees it.
namespace headstart::imports {

using Variables = std::map<std::string, std::string, std::less<>>;

/// The SQL of a file: what other files it includes stands in their places (`\i` below the folder, `\ir`
/// beside the file), variables that are known (given, or `\set` in the file) are filled in, and what only
/// sets psql up or prints is gone. What is not understood stays as it is, and is no SQL. Throws diag::Error
/// (usage) for a file that is not there, and for variables that have no value.
std::string as_psql_sends(const SourceFolder& folder, std::string_view file, Variables variables);

} // namespace headstart::imports
