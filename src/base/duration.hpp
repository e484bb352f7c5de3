#pragma once

#include "base/wait.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace headstart::base {

/// "30", "30s", "500ms", "5m", "1h", "1m30s": a bare number counts seconds. Nothing if it is not of this form
/// or too large for the type.
std::optional<milliseconds> parse_duration(std::string_view text);

/// For people: "850 ms", "12.3 s", "4 min 5 s".
std::string format_duration(milliseconds span);

} // namespace headstart::base
