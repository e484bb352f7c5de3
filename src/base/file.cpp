#include "base/file.hpp"

#include "base/fd.hpp"
#include "base/long_work.hpp"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <fcntl.h>
#include <linux/magic.h>
#include <poll.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/sysmacros.h>

namespace headstart::base {

namespace fs = std::filesystem;

namespace {

[[noreturn]] void throw_errno(const fs::path& path) {
    throw std::system_error(errno, std::generic_category(), path.string());
}

void write_all(int fd, std::string_view content, const fs::path& path) {
    while (!content.empty()) {
        const auto written = ::write(fd, content.data(), content.size());
        if (written < 0 && errno != EINTR) {
            throw_errno(path);
        }
        content.remove_prefix(written > 0 ? static_cast<std::size_t>(written) : 0);
    }
}

class FileFaults : public std::error_category {
public:
    [[nodiscard]] const char* name() const noexcept override { return "file"; }

    [[nodiscard]] std::string message(int fault) const override {
        switch (static_cast<FileFault>(fault)) {
        case FileFault::is_named_pipe:
            return "it is a named pipe (FIFO), not a file";
        case FileFault::is_pipe:
            return "it is a pipe, not a file";
        case FileFault::is_socket:
            return "it is a socket, not a file";
        case FileFault::is_device:
            return "it is a device, not a file";
        case FileFault::is_too_large:
            return "it is too large";
        case FileFault::is_silent:
            return "its other end did not finish in time";
        }
        return "it is no file";
    }
};

[[noreturn]] void throw_fault(FileFault fault, const fs::path& path) {
    throw std::system_error(make_error_code(fault), path.string());
}

struct stat info_of(const fs::path& path) {
    struct stat info{};
    if (::stat(path.c_str(), &info) != 0) {
        throw_errno(path);
    }
    return info;
}

bool is_null_device(const struct stat& info) {
    return S_ISCHR(info.st_mode) && info.st_rdev == makedev(1, 3); // Linux, "devices.txt"
}

/// A pipe that was made by pipe(2) is of the kernel's own file system; one that has a name is where that is.
bool is_named(const fs::path& path) {
    struct statfs system{};
    return ::statfs(path.c_str(), &system) != 0 || system.f_type != PIPEFS_MAGIC;
}

void check_kind(const struct stat& info, const fs::path& path, const FileRules& rules) {
    if (S_ISREG(info.st_mode) || (rules.may_be_null && is_null_device(info))) {
        if (static_cast<std::uint64_t>(info.st_size) > rules.most_bytes) {
            throw_fault(FileFault::is_too_large, path);
        }
        return;
    }
    if (S_ISDIR(info.st_mode)) {
        throw std::system_error(EISDIR, std::generic_category(), path.string());
    }
    if (S_ISFIFO(info.st_mode)) {
        if (is_named(path)) {
            throw_fault(FileFault::is_named_pipe, path);
        }
        if (!rules.may_be_pipe) {
            throw_fault(FileFault::is_pipe, path);
        }
        return;
    }
    throw_fault(S_ISSOCK(info.st_mode) ? FileFault::is_socket : FileFault::is_device, path);
}

std::string read_to_end(int fd, const struct stat& info, const fs::path& path, const FileRules& rules,
                        const WaitLimits& limits) {
    // The size is only a guess (0 under /proc, growing logs): read until the end is seen.
    std::string content(static_cast<std::size_t>(info.st_size) + 1, '\0');
    std::size_t used = 0;
    while (true) {
        // Asked even of one that has no writer any more: only then a read that gives nothing is the end.
        if (S_ISFIFO(info.st_mode) && wait_for_fd(fd, POLLIN, limits) == Readiness::timed_out) {
            throw_fault(FileFault::is_silent, path);
        }
        const auto count = ::read(fd, content.data() + used, content.size() - used);
        if (count < 0 && errno != EINTR && errno != EAGAIN) {
            throw_errno(path);
        }
        if (count == 0) {
            content.resize(used);
            if (used > k_long_input) {
                expect_long_work();
            }
            return content;
        }
        used += count > 0 ? static_cast<std::size_t>(count) : 0;
        if (used > rules.most_bytes) {
            throw_fault(FileFault::is_too_large, path);
        }
        if (used == content.size()) {
            content.resize(content.size() * 2);
        }
    }
}

/// Opens what may be read, and says what it is.
Fd open_file(const fs::path& path, const FileRules& rules, struct stat& info) {
    // Looked at first: to open a device may do something, and to open a named pipe lets its writer go on.
    if (!rules.is_known_to_be_plain) {
        check_kind(info_of(path), path, rules);
    }
    Fd fd{::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)};
    if (!fd.is_open() || ::fstat(fd.get(), &info) != 0) {
        throw_errno(path);
    }
    check_kind(info, path, rules); // it may have been exchanged meanwhile
    return fd;
}

} // namespace

const std::error_category& file_faults() {
    static const FileFaults category;
    return category;
}

std::string read_file(const fs::path& path, const FileRules& rules, const WaitLimits& limits) {
    struct stat info{};
    const auto fd = open_file(path, rules, info);
    return read_to_end(fd.get(), info, path, rules, limits);
}

Fd open_file(const fs::path& path, const FileRules& rules) {
    struct stat info{};
    return open_file(path, rules, info);
}

Beginning read_beginning(const fs::path& path, std::size_t size, const FileRules& rules) {
    struct stat info{};
    const auto fd = open_file(path, rules, info);
    const auto wanted = static_cast<std::uint64_t>(info.st_size);
    if (!S_ISREG(info.st_mode) || wanted == 0) { // of no size that would be known
        return {read_to_end(fd.get(), info, path, rules, {}), true};
    }
    std::string text(std::min<std::uint64_t>(wanted + 1, size), '\0');
    const auto count = ::pread(fd.get(), text.data(), text.size(), 0);
    // A read that ends where the file does has seen its end. Anything else is seen to by the long way.
    const bool is_whole = count >= 0 && static_cast<std::uint64_t>(count) == wanted && wanted < size;
    const bool is_beginning = count >= 0 && static_cast<std::size_t>(count) == size && wanted > size;
    if (!is_whole && !is_beginning) {
        return {read_to_end(fd.get(), info, path, rules, {}), true};
    }
    text.resize(static_cast<std::size_t>(count));
    return {std::move(text), is_whole};
}

std::error_code fault_of_file(const fs::path& path, const FileRules& rules) {
    struct stat info{};
    if (::stat(path.c_str(), &info) != 0) {
        return {};
    }
    try {
        check_kind(info, path, rules);
        return {};
    } catch (const std::system_error& error) {
        return error.code();
    }
}

void write_new_file(const fs::path& path, std::string_view content) {
    if (path.has_parent_path()) {
        fs::create_directories(path.parent_path());
    }
    // O_EXCL: of two that write the same name one is told so, and nothing that exists is ever replaced.
    const Fd fd{::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666)};
    if (!fd.is_open()) {
        throw_errno(path);
    }
    try {
        write_all(fd.get(), content, path);
    } catch (const std::system_error&) {
        ::unlink(path.c_str());
        throw;
    }
}

namespace {

/// Of a pipe that nobody reads the end is not waited for.
void write_into(const fs::path& path, std::string_view content) {
    const Fd fd{::open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)};
    if (!fd.is_open() || ::fcntl(fd.get(), F_SETFL, 0) != 0) {
        throw_errno(path);
    }
    write_all(fd.get(), content, path);
}

} // namespace

void replace_file(const fs::path& path, std::string_view content, std::optional<fs::perms> mode) {
    std::error_code unknown;
    const auto status = fs::status(path, unknown);
    if (fs::exists(status) && !fs::is_regular_file(status)) {
        write_into(path, content); // /dev/stdout, a named pipe
        return;
    }
    if (fs::is_symlink(
            fs::symlink_status(path, unknown))) { // whose name it would take, or whose target elsewhere
        throw std::system_error(ELOOP, std::generic_category(), path.string());
    }
    // Process 1 is another one in each container: what one left that was killed must not stop the next.
    const auto now = std::chrono::system_clock::now().time_since_epoch().count();
    auto beside = path;
    beside += "." + std::to_string(::getpid()) + "-" + std::to_string(now) + ".new";
    write_new_file(beside, content);
    const bool is_ready = !mode || ::chmod(beside.c_str(), static_cast<::mode_t>(*mode)) == 0;
    if (!is_ready || ::rename(beside.c_str(), path.c_str()) != 0) {
        const int reason = errno;
        ::unlink(beside.c_str());
        throw std::system_error(reason, std::generic_category(), path.string());
    }
}

fs::path place_outside(const fs::path& path, const std::vector<fs::path>& folders) {
    std::error_code unknown;
    auto real = fs::weakly_canonical(path, unknown);
    if (unknown) {
        return {}; // a link in a circle: reading it says so
    }
    for (const auto& folder : folders) {
        const auto base = fs::weakly_canonical(folder, unknown);
        if (!unknown &&
            std::mismatch(base.begin(), base.end(), real.begin(), real.end()).first == base.end()) {
            return {};
        }
    }
    return real;
}

} // namespace headstart::base
