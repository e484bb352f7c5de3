#pragma once

#include <filesystem>
#include <string>
#include <system_error>

namespace headstart::base {

/// A folder as a complaint about it names it: what "migrations" means depends on where the command is run,
/// which is often what is wrong. As it was given where the working folder is gone.
inline std::string whole_path(const std::filesystem::path& folder) {
    std::error_code unknown;
    auto whole = std::filesystem::absolute(folder, unknown).lexically_normal();
    if (unknown) {
        return folder.string();
    }
    return whole.has_filename() ? whole.string() : whole.parent_path().string();
}

} // namespace headstart::base
