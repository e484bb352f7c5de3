#pragma once

#include "diff/plan.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace headstart::commands {

/// A plan's statements as a person would have written them down, each with a `-- hazard:` comment above it
/// where it has one; what belongs to another object is set off by an empty line.
std::string plan_text(const std::vector<diff::Step>& steps);

/// The same as data: sql, kind and name of the object, hazards, whether it may run in a transaction.
nlohmann::ordered_json plan_json(const std::vector<diff::Step>& steps);

} // namespace headstart::commands
