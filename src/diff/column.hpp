#pragma once

#include "diff/rules.hpp"

#include <string>

namespace headstart::diff {

/// "email text NOT NULL DEFAULT ''": as CREATE TABLE and ADD COLUMN have it. Of the parts, those of this
/// column. `level`: as of Rules::create; from 1 on the server is not relied on to choose a name, and what is
/// inherited is not said again.
std::string column_clause(const Object& column, const Parts& parts, unsigned level);

/// What no clause of a column says: storage, compression, statistics target, options.
Statements column_settings(const Object& column);

} // namespace headstart::diff
