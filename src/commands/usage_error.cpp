#include "commands/usage_error.hpp"

#include "diag/codes.hpp"
#include "diag/refusal.hpp"

#include <fmt/format.h>

namespace headstart::commands {

diag::Error usage_error(const std::string& message, const std::string& hint) {
    return diag::refusal(diag::code::usage, message, hint);
}

std::string shown(const std::string& argument) {
    const bool secret =
        argument.find("://") != std::string::npos || argument.find("password") != std::string::npos;
    return secret ? "(a database URL)" : fmt::format("\"{}\"", argument);
}

} // namespace headstart::commands
