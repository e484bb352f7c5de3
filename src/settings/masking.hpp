#pragma once

#include <string>
#include <string_view>

namespace headstart::settings {

/// A configuration file's text fit to be quoted in a message: of each line only the key is left, and of what
/// may be no secret the value, which is that of a setting we know. The rest is replaced by one `*` for each
/// character, so that lines and columns (in characters) stay where they are.
std::string mask_secrets(std::string_view text);

/// Whether a text that is meant to be a path or another plain value looks like credentials: a URL, libpq's
/// words, what stands before an `@`. A message must not quote it.
bool looks_like_secret(std::string_view text);

/// Whether it is certainly one: a URL, or libpq's words with a password.
bool is_database_url(std::string_view text);

} // namespace headstart::settings
