#include "process/reaping.hpp"

#include <sys/wait.h>

namespace headstart::process {

namespace {

void reap_ended() {
    while (::waitpid(-1, nullptr, WNOHANG) > 0) {
    }
}

/// `flags`: SA_NOCLDWAIT says that nobody will ask (sigaction(2)). In place of SIG_IGN, which the application
/// would inherit: flags end with execve.
struct sigaction default_with(int flags) {
    struct sigaction action{};
    action.sa_handler = SIG_DFL; // NOLINT(cppcoreguidelines-pro-type-cstyle-cast): the system's macro
    action.sa_flags = flags;
    return action;
}

} // namespace

OrphanReaping::OrphanReaping() {
    const auto reaps = default_with(SA_NOCLDWAIT);
    ::sigaction(SIGCHLD, &reaps, &m_before);
    reap_ended();
}

OrphanReaping::~OrphanReaping() {
    ::sigaction(SIGCHLD, &m_before, nullptr);
    reap_ended();
}

OwnChildren::OwnChildren() {
    const auto keeps = default_with(0);
    ::sigaction(SIGCHLD, &keeps, &m_before);
}

OwnChildren::~OwnChildren() {
    ::sigaction(SIGCHLD, &m_before, nullptr);
    // NOLINTNEXTLINE(hicpp-signed-bitwise): the system's flags
    if ((m_before.sa_flags & SA_NOCLDWAIT) != 0) {
        reap_ended();
    }
}

} // namespace headstart::process
