#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace headstart::base {

/// What a folder has by a name.
struct DirectoryEntry {
    std::string name;
    /// Of what a link leads to; `none` or `unknown`: that cannot be looked at.
    std::filesystem::file_type type;
    bool is_link;
};

/// All but "." and "..", in the file system's order. Throws std::system_error.
///
/// Not by std::filesystem::directory_iterator, which takes each path apart: that costs as much as to read a
/// small file.
std::vector<DirectoryEntry> list_directory(const std::filesystem::path& folder);

} // namespace headstart::base
