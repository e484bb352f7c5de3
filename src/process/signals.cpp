#include "process/signals.hpp"

#include <array>
#include <cerrno>
#include <poll.h>
#include <sys/signalfd.h>
#include <system_error>

namespace headstart::process {

namespace {

constexpr std::array k_ending_signals{SIGTERM, SIGINT, SIGHUP, SIGQUIT};

} // namespace

SignalGuard::SignalGuard() {
    sigset_t ending;
    sigemptyset(&ending);
    for (const int signal : k_ending_signals) {
        sigaddset(&ending, signal);
    }
    m_fd = base::Fd{::signalfd(-1, &ending, SFD_CLOEXEC | SFD_NONBLOCK)};
    if (!m_fd.is_open()) {
        throw std::system_error(errno, std::generic_category(), "signalfd");
    }
    pthread_sigmask(SIG_BLOCK, &ending, &m_mask_before);
    struct sigaction ignore{};
    ignore.sa_handler = SIG_IGN; // NOLINT(cppcoreguidelines-pro-type-cstyle-cast): the system's macro
    sigaction(SIGPIPE, &ignore, &m_pipe_before);
}

SignalGuard::~SignalGuard() {
    // Ignored and blocked signals survive execve: the application gets both as we found them.
    sigaction(SIGPIPE, &m_pipe_before, nullptr);
    pthread_sigmask(SIG_SETMASK, &m_mask_before, nullptr);
}

std::optional<int> SignalGuard::take_signal() {
    signalfd_siginfo info{};
    const auto count = ::read(m_fd.get(), &info, sizeof info);
    if (count != static_cast<ssize_t>(sizeof info)) {
        return std::nullopt;
    }
    return static_cast<int>(info.ssi_signo);
}

} // namespace headstart::process
