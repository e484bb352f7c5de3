#pragma once

#include <string_view>

namespace headstart::commands {

/// To standard output, which belongs to results: lines for people, whatever is in them made printable
/// (base/printable.hpp). Kept back until there is much of it, or flush_output(); what cannot be written is
/// told by finish_output() alone, so that no work is left half-done for it.
void print(std::string_view text);

/// One line: a line end among what it tells is spelt out, so that no name makes a line of its own.
void print_line(std::string_view line);

/// The same as print() for programs that read every byte: a script for psql, JSON.
void print_as_is(std::string_view text);

/// Before somebody else writes to the same stream.
void flush_output();

/// Writes what is left. Throws diag::Error (failed, lost_output) if anything could not be written.
void finish_output();

} // namespace headstart::commands
