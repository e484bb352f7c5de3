#pragma once

#include "diag/diagnostic.hpp"

#include <string>

namespace headstart::commands {

diag::Error usage_error(const std::string& message, const std::string& hint);

/// An argument fit for a message: in quotes, and nothing of it if it looks like a database's URL, which has
/// strayed there with its password.
std::string shown(const std::string& argument);

} // namespace headstart::commands
