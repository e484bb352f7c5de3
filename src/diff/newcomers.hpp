#pragma once

#include "diff/plan.hpp"

namespace headstart::diff {

/// What the server has made and named by itself (a partition's index) where the goal has the same by another
/// name. `origin`: what was there before; whatever somebody has named is never taken for something else.
Plan rename_newcomers(const Context& context, const Schema& origin);

} // namespace headstart::diff
