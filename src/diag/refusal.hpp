#pragma once

#include "diag/diagnostic.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace headstart::diag {

/// What was given cannot be used, and nothing has been done with it (exit code 2): the sentence, what to do
/// about it, and what was found.
[[nodiscard]] Error refusal(std::string_view code, std::string message, std::string hint,
                            std::vector<std::string> notes = {});

/// The same at a place in a file.
[[nodiscard]] Error refusal_at(Span span, std::string_view code, std::string message, std::string hint);

} // namespace headstart::diag
