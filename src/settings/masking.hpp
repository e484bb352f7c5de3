#pragma once

#include <string>
#include <string_view>

namespace headstart::settings {

/// A configuration file's text fit to be quoted in a message: what follows `url =` or `password=`, and the
/// user part of every URL, is replaced by one `*` for each character, so that lines and columns (in
/// characters) stay where they are.
std::string mask_secrets(std::string_view text);

} // namespace headstart::settings
