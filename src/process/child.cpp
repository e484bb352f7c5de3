#include "process/child.hpp"

#include "diag/exit_code.hpp"
#include "process/reaping.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace headstart::process {

namespace {

/// Bytes that read_child() takes.
constexpr std::size_t k_most_output = std::size_t{1} << 20U;
/// And capture_child().
constexpr std::size_t k_most_captured = std::size_t{64} << 20U;

/// Between SIGTERM and SIGKILL.
constexpr std::chrono::seconds k_time_to_end{5};

/// What posix_spawn shall do between fork and exec, freed on the way out.
class SpawnPlan {
public:
    explicit SpawnPlan(const std::filesystem::path& folder) {
        ::posix_spawn_file_actions_init(&m_actions);
        if (!folder.empty()) {
            ::posix_spawn_file_actions_addchdir_np(&m_actions, folder.c_str());
        }
        // SignalGuard blocks the ending signals and ignores SIGPIPE; both would survive exec.
        sigset_t none;
        sigset_t defaults;
        sigemptyset(&none);
        sigemptyset(&defaults);
        sigaddset(&defaults, SIGPIPE);
        sigaddset(&defaults, SIGCHLD);
        ::posix_spawnattr_init(&m_attributes);
        ::posix_spawnattr_setsigmask(&m_attributes, &none);
        ::posix_spawnattr_setsigdefault(&m_attributes, &defaults);
        ::posix_spawnattr_setflags(&m_attributes, k_flags);
    }

    SpawnPlan(const SpawnPlan&) = delete;
    SpawnPlan& operator=(const SpawnPlan&) = delete;

    ~SpawnPlan() {
        ::posix_spawn_file_actions_destroy(&m_actions);
        ::posix_spawnattr_destroy(&m_attributes);
    }

    /// Standard output goes to `output`, and nothing is read from us.
    void capture(int output) {
        ::posix_spawn_file_actions_addopen(&m_actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
        ::posix_spawn_file_actions_adddup2(&m_actions, output, STDOUT_FILENO);
        // A group of its own, to be killed with all that it starts.
        ::posix_spawnattr_setpgroup(&m_attributes, 0);
        ::posix_spawnattr_setflags(&m_attributes, k_flags | POSIX_SPAWN_SETPGROUP);
    }

    void hide_errors() {
        ::posix_spawn_file_actions_addopen(&m_actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    }

    [[nodiscard]] const posix_spawn_file_actions_t* actions() const { return &m_actions; }

    [[nodiscard]] const posix_spawnattr_t* attributes() const { return &m_attributes; }

private:
    static constexpr short k_flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF;

    posix_spawn_file_actions_t m_actions{};
    posix_spawnattr_t m_attributes{};
};

/// 0, or errno. A name without a slash is searched in PATH.
int spawn(pid_t& pid, std::vector<std::string>& arguments, ChildEnvironment& environment,
          const SpawnPlan& plan) {
    std::vector<char*> argv;
    argv.reserve(arguments.size() + 1);
    for (auto& argument : arguments) {
        argv.push_back(argument.data());
    }
    argv.push_back(nullptr);
    return ::posix_spawnp(&pid, argv.front(), plan.actions(), plan.attributes(), argv.data(),
                          environment.pointers().data());
}

int await_end(pid_t pid) {
    int status = 0;
    while (::waitpid(pid, &status, 0) < 0) {
        if (errno != EINTR) {
            throw std::system_error(errno, std::generic_category(), "waitpid");
        }
    }
    return WIFSIGNALED(status) ? diag::exit_status_of_signal(WTERMSIG(status)) : WEXITSTATUS(status);
}

void kill_group(pid_t pid) {
    ::kill(-pid, SIGKILL);
    await_end(pid);
}

/// Asks it to end, and does not ask for ever.
void end_child(pid_t pid, const base::Fd& end) {
    ::kill(pid, SIGTERM);
    const base::WaitLimits limits{base::Deadline::after(k_time_to_end), base::WaitContext::none()};
    if (base::wait_for_fd(end.get(), POLLIN, limits) == base::Readiness::timed_out) {
        ::kill(pid, SIGKILL);
    }
    await_end(pid);
}

/// Nothing if it takes longer, or is more, than the limits allow.
std::optional<std::string> read_to_end(int fd, std::size_t most, const base::WaitLimits& limits) {
    std::string text;
    std::array<char, 4096> buffer{};
    while (text.size() <= most && base::wait_for_fd(fd, POLLIN, limits) == base::Readiness::ready) {
        const auto count = ::read(fd, buffer.data(), buffer.size());
        if (count == 0) {
            return text;
        }
        if (count < 0 && errno != EINTR) {
            return std::nullopt;
        }
        text.append(buffer.data(), static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
    }
    return std::nullopt;
}

} // namespace

ChildOutcome run_child(std::vector<std::string> arguments, const std::filesystem::path& folder,
                       ChildEnvironment environment, base::WaitContext stop) {
    const OwnChildren own;
    const SpawnPlan plan(folder);
    pid_t pid = -1;
    if (const int reason = spawn(pid, arguments, environment, plan); reason != 0) {
        return {reason == ENOENT ? 127 : 126, reason};
    }
    const auto end = end_of_child(pid);
    try {
        if (end.is_open() && stop.fd() >= 0) {
            base::wait_for_fd(end.get(), POLLIN, {base::Deadline::never(), stop});
        }
    } catch (const base::Stopped&) {
        end_child(pid, end);
        throw;
    }
    return {await_end(pid), 0};
}

std::optional<std::string> read_child(std::vector<std::string> arguments, const std::filesystem::path& folder,
                                      ChildEnvironment environment, const base::WaitLimits& limits) {
    const OwnChildren own;
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
        return std::nullopt;
    }
    const base::Fd output(ends[0]);
    base::Fd input(ends[1]);
    SpawnPlan plan(folder);
    plan.capture(input.get());
    plan.hide_errors();
    pid_t pid = -1;
    if (spawn(pid, arguments, environment, plan) != 0) {
        return std::nullopt;
    }
    input.close(); // or there would be no end of file
    try {
        auto text = read_to_end(output.get(), k_most_output, limits);
        const auto end = end_of_child(pid);
        if (text && end.is_open() && base::wait_for_fd(end.get(), POLLIN, limits) == base::Readiness::ready) {
            return await_end(pid) == 0 ? std::move(text) : std::nullopt;
        }
    } catch (const base::Stopped&) {
        kill_group(pid);
        throw;
    }
    kill_group(pid);
    return std::nullopt;
}

ChildOutput capture_child(std::vector<std::string> arguments, const std::filesystem::path& folder,
                          ChildEnvironment environment, base::WaitContext stop) {
    const OwnChildren own;
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
        throw std::system_error(errno, std::generic_category(), "pipe2");
    }
    const base::Fd output(ends[0]);
    base::Fd input(ends[1]);
    SpawnPlan plan(folder);
    plan.capture(input.get());
    pid_t pid = -1;
    if (const int reason = spawn(pid, arguments, environment, plan); reason != 0) {
        return {{reason == ENOENT ? 127 : 126, reason}, ""};
    }
    input.close(); // or there would be no end of file
    try {
        auto text = read_to_end(output.get(), k_most_captured, {base::Deadline::never(), stop});
        if (text) {
            return {{await_end(pid), 0}, std::move(*text)};
        }
    } catch (const base::Stopped&) {
        kill_group(pid);
        throw;
    }
    kill_group(pid);
    return {{}, "", false};
}

// Called by number: glibc's own pidfd_open came with 2.36.
base::Fd end_of_child(pid_t pid) {
    return base::Fd(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
}

} // namespace headstart::process
