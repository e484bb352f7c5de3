#pragma once

#include "diag/diagnostic.hpp"

#include <string>
#include <string_view>

namespace headstart::pg {

/// The error for a URL that cannot be read. Its hint names the likely cause: a character of the password that
/// had to be escaped. Nothing of the URL is shown but such characters.
diag::Error bad_url(std::string_view url, const std::string& what);

/// The same with a hint of its own.
diag::Error bad_url_with_hint(const std::string& message, const std::string& hint);

} // namespace headstart::pg
