#pragma once

#include "diag/source.hpp"
#include "diff/renames.hpp"
#include "pg/connection.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

namespace headstart::prove {

/// Reads what a declared schema includes. Throws std::system_error.
using ReadFile = std::function<std::shared_ptr<const diag::SourceText>(const std::filesystem::path&)>;

/// Runs all statements of a declared schema, one after the other; returns what it says about old names. Of
/// several files each is run once, also one that another includes. Throws diag::Error (usage, bad_schema)
/// with the place of the one that is refused.
std::vector<diff::RenameMark> load(pg::Connection& connection,
                                   const std::vector<std::shared_ptr<const diag::SourceText>>& sources,
                                   const ReadFile& read_file);

} // namespace headstart::prove
