#pragma once

#include "commands/help_style.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace headstart::commands {

/// What docs/errors.md says of a code, laid out for a terminal; nothing for one that it does not speak of.
/// `code` in either case: "hs0401".
std::optional<std::string> error_page(std::string_view code, const HelpStyle& style);

/// Every code that it speaks of.
std::vector<std::string> error_page_codes();

/// "HS0401", "hs12": whether a word is meant for a code.
bool looks_like_error_code(std::string_view word);

} // namespace headstart::commands
