#pragma once

#include "diff/rules.hpp"

#include <string>

namespace headstart::diff {

/// "CONSTRAINT c CHECK (a > 0)", without the name where the server gives the same.
std::string constraint_clause(const Object& constraint, bool names_it);

} // namespace headstart::diff
