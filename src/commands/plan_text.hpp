#pragma once

#include "diff/plan.hpp"

#include <string>
#include <vector>

namespace headstart::commands {

/// A plan's statements as a person would have written them down, each with a `-- hazard:` comment above it
/// where it has one; what belongs to another object is set off by an empty line.
std::string plan_text(const std::vector<diff::Step>& steps);

} // namespace headstart::commands
