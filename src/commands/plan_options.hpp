#pragma once

#include "commands/comparison.hpp"

#include <string>
#include <vector>

/// The options that `diff` and `revision --autogenerate` share.
namespace headstart::commands {

/// --owners, --online. Throws diag::Error (usage) for an --allow that names no hazard.
PlanOptions plan_options(const Arguments& arguments);

/// --strict and --allow: throws diag::Error (findings, refused_hazard) with each statement that has a hazard
/// which is not allowed.
void refuse_hazards(const Arguments& arguments, const std::vector<diff::Step>& steps);

/// Warns of what goes and comes and looks alike, with the mark that would make a rename of it.
void warn_of_look_alikes(const Comparison& comparison);

} // namespace headstart::commands
