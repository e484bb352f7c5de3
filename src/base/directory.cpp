#include "base/directory.hpp"

#include <cerrno>
#include <dirent.h>
#include <memory>
#include <string_view>
#include <system_error>

namespace headstart::base {

namespace fs = std::filesystem;

namespace {

struct CloseDirectory {
    void operator()(DIR* directory) const { ::closedir(directory); }
};

/// A file system may tell no types, and of a link only that it is one: those are looked at.
DirectoryEntry entry_of(const dirent& found, const fs::path& folder) {
    const std::string name(&found.d_name[0]);
    switch (found.d_type) {
    case DT_REG:
        return {name, fs::file_type::regular, false};
    case DT_DIR:
        return {name, fs::file_type::directory, false};
    default:
        break;
    }
    std::error_code unknown;
    const auto path = folder / name;
    return {name, fs::status(path, unknown).type(), fs::is_symlink(fs::symlink_status(path, unknown))};
}

} // namespace

std::vector<DirectoryEntry> list_directory(const fs::path& folder) {
    const std::unique_ptr<DIR, CloseDirectory> directory(::opendir(folder.c_str()));
    std::vector<DirectoryEntry> entries;
    while (directory) {
        errno = 0;
        const auto* const found =
            ::readdir(directory.get()); // NOLINT(concurrency-mt-unsafe): a stream of its own
        if (found == nullptr && errno == 0) {
            return entries;
        }
        if (found == nullptr) {
            break;
        }
        const std::string_view name(&found->d_name[0]);
        if (name != "." && name != "..") {
            entries.push_back(entry_of(*found, folder));
        }
    }
    throw std::system_error(errno, std::generic_category(), folder.string());
}

} // namespace headstart::base
