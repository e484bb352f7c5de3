#include "process/heartbeat.hpp"

#include "base/fd.hpp"
#include "diag/codes.hpp"
#include "diag/log.hpp"
#include "diag/refusal.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace headstart::process {

using namespace std::chrono_literals;

namespace {

constexpr auto k_interval = 1s;

/// Touches the file, or makes it. Empty, or why that cannot be done. Opened anew each time, since somebody
/// who tidies up /tmp may have taken it away.
std::string touch(const std::filesystem::path& path) {
    // O_NONBLOCK: a pipe would keep us until somebody reads it. No O_TRUNC: whatever is there is left alone.
    const base::Fd file(
        ::open(path.c_str(), O_WRONLY | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC, 0644));
    struct stat info{};
    if (!file.is_open() || ::fstat(file.get(), &info) != 0) {
        return errno == ELOOP ? "it is a symbolic link" : std::generic_category().message(errno);
    }
    if (!S_ISREG(info.st_mode) || info.st_size != 0) {
        return "it is there and is something else";
    }
    return ::futimens(file.get(), nullptr) == 0 ? "" : std::generic_category().message(errno);
}

diag::Error bad_file(const std::filesystem::path& path, const std::string& reason) {
    return diag::refusal(diag::code::bad_heartbeat_file,
                         fmt::format("{} cannot be the heartbeat file: {}", path.string(), reason),
                         "name a file that is not there yet, in a folder that headstart may write to: an "
                         "emptyDir, a tmpfs, /tmp");
}

} // namespace

Heartbeat::Heartbeat(std::filesystem::path path)
    : m_path(std::move(path)) {
    if (const auto reason = touch(m_path); !reason.empty()) {
        throw bad_file(m_path, reason);
    }
    m_due = base::Deadline::after(k_interval);
}

Heartbeat::~Heartbeat() {
    ::unlink(m_path.c_str());
}

void Heartbeat::beat() {
    m_due = base::Deadline::after(k_interval);
    const auto reason = touch(m_path);
    if (!reason.empty() && !m_has_failed) {
        diag::log_warning(
            fmt::format("the heartbeat file {} cannot be touched any more: {}", m_path.string(), reason),
            {{"event", "heartbeat_failed"}, {"file", m_path.string()}});
    }
    m_has_failed = m_has_failed || !reason.empty();
}

void Heartbeat::beat_in_doubt() {
    m_due = base::Deadline::after(k_interval);
}

std::optional<base::milliseconds> age_of_heartbeat(const std::filesystem::path& path) {
    struct stat info{};
    if (::lstat(path.c_str(), &info) != 0) {
        if (errno == ENOENT || errno == ENOTDIR) {
            return std::nullopt;
        }
        throw bad_file(path, std::generic_category().message(errno));
    }
    const auto touched =
        std::chrono::seconds(info.st_mtim.tv_sec) + std::chrono::nanoseconds(info.st_mtim.tv_nsec);
    return std::chrono::duration_cast<base::milliseconds>(
        std::chrono::system_clock::now().time_since_epoch() - touched);
}

} // namespace headstart::process
