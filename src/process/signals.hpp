#pragma once

#include "base/fd.hpp"
#include "base/wait.hpp"
#include "process/reaping.hpp"

#include <csignal>
#include <optional>

namespace headstart::process {

/// Takes SIGTERM, SIGINT, SIGHUP and SIGQUIT for as long as it lives: they are blocked and show up as a
/// readable descriptor, so that every wait can give way to them and no handler runs between two instructions.
/// As PID 1 this is also what makes them work at all: the kernel gives process 1 no default action. SIGPIPE
/// is ignored meanwhile: a closed standard error must not end a migration half-way; children that
/// others left to us are reaped.
class SignalGuard {
public:
    /// Throws std::system_error. Make it before the first thread: threads inherit the mask.
    SignalGuard();
    SignalGuard(const SignalGuard&) = delete;
    SignalGuard& operator=(const SignalGuard&) = delete;
    ~SignalGuard();

    [[nodiscard]] base::WaitContext wait_context() const { return base::WaitContext{m_fd.get()}; }

    /// The signal that raised the token. It is taken from the queue: ask once, at the end.
    [[nodiscard]] std::optional<int> take_signal();

private:
    base::Fd m_fd;
    sigset_t m_mask_before{};
    struct sigaction m_pipe_before{};
    OrphanReaping m_reaping;
};

} // namespace headstart::process
