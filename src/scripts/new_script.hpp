#pragma once

#include "revision/revision.hpp"

#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>

namespace headstart::scripts {

/// How a new file is named and dated; the settings of the same names (reference: Alembic, "Editing the .ini
/// File").
struct NewScriptStyle {
    std::string file_template = "%(rev)s_%(slug)s";
    std::size_t truncate_slug_length = 40;
    std::string timezone; ///< zone name; empty: local time, written without an offset
};

/// Twelve hex digits from the system's random source.
std::string random_revision_id();

/// The message as part of a file name: words joined by `_`, lower case, cut at a word's end.
std::string slug_of(std::string_view message, std::size_t truncate_at);

/// The file's name without `.sql`; it may hold `/`. Throws as expand_file_template() and
/// check_file_name() do, and for an unknown time zone.
std::string file_stem(const revision::Revision& revision, const NewScriptStyle& style,
                      std::chrono::system_clock::time_point now);

/// "2025-10-03 23:15:00.123456", with "+02:00" behind it when a time zone is set.
/// Throws diag::Error (usage): `Can't locate timezone: X`.
std::string create_date(const std::string& timezone, std::chrono::system_clock::time_point now);

/// Writes it; refuses to replace a file. Returns the path. Throws diag::Error (usage).
std::filesystem::path write_script(const std::filesystem::path& folder, const std::string& stem,
                                   const std::string& text);

} // namespace headstart::scripts
