#include "settings/upwards.hpp"

#include "diag/codes.hpp"
#include "diag/refusal.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <string>
#include <sys/stat.h>
#include <unistd.h>

namespace headstart::settings {

namespace fs = std::filesystem;

namespace {

/// No tree of folders is that deep; a file system that goes round in a circle may be.
constexpr int k_most_levels = 256;

std::optional<struct stat> look_at(const fs::path& path) {
    struct stat found{};
    return ::stat(path.c_str(), &found) == 0 ? std::optional(found) : std::nullopt;
}

struct Found {
    fs::path path;
    struct stat file;
    struct stat folder;
};

/// Root owns the machine. Who became root by sudo is still the one who owns the repository.
bool is_trusted_owner(::uid_t owner) {
    const char* const behind_sudo = ::geteuid() == 0 ? std::getenv("SUDO_UID") : nullptr;
    return owner == 0 || owner == ::geteuid() ||
           (behind_sudo != nullptr && std::to_string(owner) == behind_sudo);
}

/// Whose folder it is decides as much as whose file: a folder that all may write to takes files of all.
void require_trusted(const Found& found) {
    const auto& [path, file, folder] = found;
    const bool is_open_to_all = ((file.st_mode | folder.st_mode) & S_IWOTH) != 0U;
    if (is_trusted_owner(file.st_uid) && is_trusted_owner(folder.st_uid) && !is_open_to_all) {
        return;
    }
    const auto whole = fs::absolute(path).lexically_normal().string();
    throw diag::refusal(
        diag::code::bad_config_file,
        is_open_to_all
            ? fmt::format("{} is not read: everybody may write to it, or to its folder", whole)
            : fmt::format(
                  "{} is not read: it belongs to the user {}, or its folder to {}, and headstart runs as {}",
                  whole, file.st_uid, folder.st_uid, ::geteuid()),
        fmt::format("it was found above the working folder, where others may put files; if it is yours, name "
                    "it: {} {}",
                    path.filename() == ".env" ? "--env-file" : "--config", whole));
}

} // namespace

std::optional<fs::path> find_upwards(const fs::path& folder, const fs::path& name) {
    if (::getpid() == 1 || look_at(folder / ".git")) {
        return std::nullopt;
    }
    auto below = look_at(folder.empty() ? "." : folder);
    if (!below) {
        return std::nullopt;
    }
    std::optional<Found> nearest;
    auto at = folder;
    for (int level = 0; level < k_most_levels; ++level) {
        at /= "..";
        const auto above = look_at(at);
        if (!above || above->st_dev != below->st_dev || above->st_ino == below->st_ino) {
            return std::nullopt; // the end, and no repository on the way
        }
        if (!nearest) {
            if (const auto file = look_at(at / name)) {
                nearest = {at / name, *file, *above};
            }
        }
        if (look_at(at / ".git")) {
            break;
        }
        below = above;
    }
    if (!nearest) {
        return std::nullopt;
    }
    require_trusted(*nearest);
    return nearest->path;
}

} // namespace headstart::settings
