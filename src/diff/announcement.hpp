#pragma once

#include "diff/context.hpp"
#include "diff/renames.hpp"

#include <string>
#include <vector>

namespace headstart::diff {

/// What has been detected, in Alembic's words and without "Detected": "added table 'users'". Parts of what is
/// added or removed as a whole are not told.
std::vector<std::string> announce(const Context& context, const std::vector<Rename>& renames = {});

} // namespace headstart::diff
