#pragma once

#include "diag/source.hpp"
#include "pg/connection.hpp"

#include <memory>

namespace headstart::prove {

/// Runs all statements of a declared schema, one after the other. Throws diag::Error (usage, bad_schema) with
/// the place of the one that is refused.
void load(pg::Connection& connection, const std::shared_ptr<const diag::SourceText>& source);

} // namespace headstart::prove
