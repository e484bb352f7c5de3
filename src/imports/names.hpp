#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

/// What other tools call their migrations, and what that becomes.
namespace headstart::imports {

/// The revision's id for the version or name that a tool keeps in its table: what an id may not hold becomes
/// `_`. The same text gives the same id always: `stamp --from` finds the revision by it.
std::string id_for(std::string_view version);

/// A file's name as a sentence's words: "create users" of "create_users". `fallback` where it is nothing.
std::string words_of(std::string_view name, std::string_view fallback);

/// When a version was made, if it tells: 20240131235959, 202401312359, 20240131, or seconds or milliseconds
/// since 1970, UTC.
std::optional<std::chrono::system_clock::time_point> time_of(std::string_view version);

/// "0012" → "12": numbers that are equal have equal texts, however long.
std::string_view without_zeros(std::string_view digits);

/// The same as a string.
std::string plain_number(std::string_view digits);

bool is_number(std::string_view text);

/// Whether a number of any length is less than another.
bool is_less_number(std::string_view a, std::string_view b);

} // namespace headstart::imports
