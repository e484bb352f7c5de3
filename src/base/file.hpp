#pragma once

#include "base/fd.hpp"
#include "base/wait.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace headstart::base {

/// Why something that is there cannot be read as a file, beside the system's own reasons. A folder is EISDIR.
enum class FileFault {
    is_named_pipe = 1,
    is_pipe,
    is_socket,
    is_device,
    is_too_large,
    is_silent, ///< a pipe that did not end in time
};

const std::error_category& file_faults();

inline std::error_code make_error_code(FileFault fault) {
    return {static_cast<int>(fault), file_faults()};
}

/// What may be read: whatever is meant to be a file is one, and of a size that fits its purpose.
struct FileRules {
    /// Bytes: what settings, secrets and lists never come near.
    static constexpr std::uint64_t k_small = std::uint64_t{16} << 20U;

    std::uint64_t most_bytes = k_small;
    /// A pipe without a name too, as the shell's `<(…)` makes it.
    bool may_be_pipe = false;
    /// A folder has just told that it is a plain file, which need not be asked once more before it is opened.
    bool is_known_to_be_plain = false;
    /// /dev/null too, which is an empty file; people mount it over one that they want away.
    bool may_be_null = false;
};

/// The whole file as bytes. Only a pipe is waited for, within the limits. Throws std::system_error with the
/// system's reason or a FileFault, without having waited for or read from what is no file; base::Stopped.
std::string read_file(const std::filesystem::path& path, const FileRules& rules = {},
                      const WaitLimits& limits = {});

/// Open for reading, for who does that himself. Throws as read_file() does.
Fd open_file(const std::filesystem::path& path, const FileRules& rules = {});

/// The first bytes of a file, and whether they are all of it.
struct Beginning {
    std::string text;
    bool is_whole;
};

/// The same as read_file() of a file of up to `size` bytes; of a longer one, as many as that.
Beginning read_beginning(const std::filesystem::path& path, std::size_t size, const FileRules& rules = {});

/// Why read_file() would refuse what is there, without reading it; nothing if it would not, or if nothing is
/// there. For a file that a library will read.
std::error_code fault_of_file(const std::filesystem::path& path, const FileRules& rules);

/// Writes a file that must not exist yet; a failed write leaves none. Missing parent folders are made.
/// Throws std::system_error (EEXIST if it is there).
void write_new_file(const std::filesystem::path& path, std::string_view content);

/// Writes a file anew, whether it is there or not; readers see the old or the new one, never half of it.
/// Without a `mode` it has the umask's. What is no file (a pipe, a terminal) is written to. Throws
/// std::system_error, ELOOP for a link to a file; the old file is left as it was then.
void replace_file(const std::filesystem::path& path, std::string_view content,
                  std::optional<std::filesystem::perms> mode = {});

/// Where `path` really is, links followed, if that is in none of `folders`; empty if it is in one, or
/// nowhere.
std::filesystem::path place_outside(const std::filesystem::path& path,
                                    const std::vector<std::filesystem::path>& folders);

} // namespace headstart::base

template<>
struct std::is_error_code_enum<headstart::base::FileFault> : std::true_type {};
