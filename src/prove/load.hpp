#pragma once

#include "diag/source.hpp"
#include "diff/renames.hpp"
#include "pg/connection.hpp"

#include <memory>
#include <vector>

namespace headstart::prove {

/// Runs all statements of a declared schema, one after the other; returns what it says about old names.
/// Throws diag::Error (usage, bad_schema) with the place of the one that is refused.
std::vector<diff::RenameMark> load(pg::Connection& connection,
                                   const std::shared_ptr<const diag::SourceText>& source);

} // namespace headstart::prove
