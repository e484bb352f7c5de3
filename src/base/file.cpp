#include "base/file.hpp"

#include "base/fd.hpp"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>

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

} // namespace

std::string read_file(const fs::path& path) {
    const Fd fd{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
    struct stat info{};
    if (!fd.is_open() || ::fstat(fd.get(), &info) != 0) {
        throw_errno(path);
    }
    // The size is only a guess (0 under /proc, growing logs): read until the end is seen.
    std::string content(static_cast<std::size_t>(info.st_size) + 1, '\0');
    std::size_t used = 0;
    while (true) {
        const auto count = ::read(fd.get(), content.data() + used, content.size() - used);
        if (count < 0 && errno != EINTR) {
            throw_errno(path);
        }
        if (count == 0) {
            content.resize(used);
            return content;
        }
        used += count > 0 ? static_cast<std::size_t>(count) : 0;
        if (used == content.size()) {
            content.resize(content.size() * 2);
        }
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

void replace_file(const fs::path& path, std::string_view content) {
    auto beside = path;
    beside += "." + std::to_string(::getpid()) + ".new";
    write_new_file(beside, content);
    if (::rename(beside.c_str(), path.c_str()) != 0) {
        const int reason = errno;
        ::unlink(beside.c_str());
        throw std::system_error(reason, std::generic_category(), path.string());
    }
}

} // namespace headstart::base
