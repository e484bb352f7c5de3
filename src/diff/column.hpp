#pragma once

#include "diff/rules.hpp"

#include <string>

namespace headstart::diff {

/// "email text NOT NULL DEFAULT ''": as CREATE TABLE and ADD COLUMN have it. Of the parts, those of this
/// column. `inherits_expression`: that of a generated column is the parent's, and must not be said again.
std::string column_clause(const Object& column, const Parts& parts, bool inherits_expression = false);

/// What no clause of a column says: storage, compression, statistics target, options.
Statements column_settings(const Object& column);

} // namespace headstart::diff
