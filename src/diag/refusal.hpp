#pragma once

#include "diag/diagnostic.hpp"

#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace headstart::diag {

/// What was given cannot be used, and nothing has been done with it (exit code 2): the sentence, what to do
/// about it, and what was found.
[[nodiscard]] Error refusal(std::string_view code, std::string message, std::string hint,
                            std::vector<std::string> notes = {});

/// The same at a place in a file.
[[nodiscard]] Error refusal_at(Span span, std::string_view code, std::string message, std::string hint);

/// What to do about a file that cannot be read for this reason: where it is no file what that asks for, else
/// `otherwise`.
[[nodiscard]] std::string hint_about_file(const std::error_code& reason, std::string otherwise);

/// What the system that we run on refuses to do for us, and who may have told it to.
[[nodiscard]] Diagnostic refused_by_system(const std::system_error& error);

inline constexpr std::string_view k_more_memory = "give the process more of it (the container's limit, "
                                                  "ulimit -v), or make several files of a large migration";

/// What ends a command for want of memory, said in a sentence.
[[nodiscard]] Diagnostic out_of_memory(std::string message);

} // namespace headstart::diag
