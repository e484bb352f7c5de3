#pragma once

#include "diag/log.hpp"

#include <string_view>

namespace headstart::diag {

/// A record of level error in the format of the log, written without asking for memory: for the end of a
/// process that can do nothing else any more (event "failed", exit code 1). What is not plain ASCII is
/// written as "?".
void write_last_word(std::string_view code, std::string_view message, std::string_view hint,
                     std::string_view event = "failed") noexcept;

/// From now on a process that is ended by an exception that nobody catches says so as its log does, and ends
/// with exit code 1; the C++ library's own words are for programmers, and no record.
void say_why_we_terminate();

} // namespace headstart::diag
