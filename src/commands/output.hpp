#pragma once

#include <string_view>

namespace headstart::commands {

/// To standard output, which belongs to results. Kept back until there is much of it, or flush_output(); what
/// cannot be written is told by finish_output() alone, so that no work is left half-done for it.
void print(std::string_view text);

/// Before somebody else writes to the same stream.
void flush_output();

/// Writes what is left. Throws diag::Error (failed, lost_output) if anything could not be written.
void finish_output();

} // namespace headstart::commands
