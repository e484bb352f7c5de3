#include "process/child.hpp"

#include "base/fd.hpp"
#include "diag/exit_code.hpp"

#include <cerrno>
#include <csignal>
#include <poll.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>

namespace headstart::process {

namespace {

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
        ::posix_spawnattr_init(&m_attributes);
        ::posix_spawnattr_setsigmask(&m_attributes, &none);
        ::posix_spawnattr_setsigdefault(&m_attributes, &defaults);
        ::posix_spawnattr_setflags(&m_attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    }

    SpawnPlan(const SpawnPlan&) = delete;
    SpawnPlan& operator=(const SpawnPlan&) = delete;

    ~SpawnPlan() {
        ::posix_spawn_file_actions_destroy(&m_actions);
        ::posix_spawnattr_destroy(&m_attributes);
    }

    [[nodiscard]] const posix_spawn_file_actions_t* actions() const { return &m_actions; }

    [[nodiscard]] const posix_spawnattr_t* attributes() const { return &m_attributes; }

private:
    posix_spawn_file_actions_t m_actions{};
    posix_spawnattr_t m_attributes{};
};

int await_end(pid_t pid) {
    int status = 0;
    while (::waitpid(pid, &status, 0) < 0) {
        if (errno != EINTR) {
            throw std::system_error(errno, std::generic_category(), "waitpid");
        }
    }
    return WIFSIGNALED(status) ? diag::exit_status_of_signal(WTERMSIG(status)) : WEXITSTATUS(status);
}

} // namespace

ChildOutcome run_child(std::vector<std::string> arguments, const std::filesystem::path& folder,
                       base::StopToken stop) {
    std::vector<char*> argv;
    argv.reserve(arguments.size() + 1);
    for (auto& argument : arguments) {
        argv.push_back(argument.data());
    }
    argv.push_back(nullptr);
    const SpawnPlan plan(folder);
    pid_t pid = -1;
    if (const int reason =
            ::posix_spawnp(&pid, argv.front(), plan.actions(), plan.attributes(), argv.data(), environ);
        reason != 0) {
        return {reason == ENOENT ? 127 : 126, reason};
    }
    // Called by number: glibc's own pidfd_open came with 2.36.
    const base::Fd end(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
    try {
        if (end.is_open() && stop.fd() >= 0) {
            base::wait_for_fd(end.get(), POLLIN, {base::Deadline::never(), stop});
        }
    } catch (const base::Stopped&) {
        ::kill(pid, SIGTERM);
        await_end(pid);
        throw;
    }
    return {await_end(pid), 0};
}

} // namespace headstart::process
