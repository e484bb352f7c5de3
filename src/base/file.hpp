#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace headstart::base {

/// The whole file as bytes. Throws std::system_error with the system's reason; a folder is EISDIR.
std::string read_file(const std::filesystem::path& path);

/// Writes a file that must not exist yet; a failed write leaves none. Missing parent folders are made.
/// Throws std::system_error (EEXIST if it is there).
void write_new_file(const std::filesystem::path& path, std::string_view content);

/// Writes a file anew, whether it is there or not; readers see the old or the new one, never half of it.
/// Throws std::system_error; the old file is left as it was then.
void replace_file(const std::filesystem::path& path, std::string_view content);

} // namespace headstart::base
