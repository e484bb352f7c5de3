#include "support/process.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <stdexcept>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>

namespace headstart::test {

namespace {

using Clock = std::chrono::steady_clock;

[[noreturn]] void fail(const std::string& what) {
    throw std::system_error(errno, std::generic_category(), what);
}

struct Pipe {
    base::Fd read_end;
    base::Fd write_end;
};

Pipe make_pipe() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
        fail("pipe2");
    }
    ::fcntl(ends[0], F_SETFL, O_NONBLOCK);
    return {base::Fd(ends[0]), base::Fd(ends[1])};
}

/// The pointers that exec wants; they live as long as the strings.
std::vector<char*> pointers(std::vector<std::string>& strings) {
    std::vector<char*> result;
    for (auto& text : strings) {
        result.push_back(text.data());
    }
    result.push_back(nullptr);
    return result;
}

/// Runs in the child. Signals are as a shell would leave them, whatever the test runner did to its own.
[[noreturn]] void become(char* const* argv, char* const* environment, const char* folder, int out, int err) {
    ::setpgid(0, 0);
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    const int nothing = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    ::dup2(nothing, STDIN_FILENO);
    ::dup2(out, STDOUT_FILENO);
    ::dup2(err, STDERR_FILENO);
    if (::chdir(folder) == 0) {
        ::execvpe(argv[0], argv, environment);
    }
    const char* reason = std::strerror(errno);
    (void)!::write(STDERR_FILENO, reason, std::strlen(reason));
    ::_exit(125);
}

} // namespace

Process::Process(const Command& command)
    : m_deadline(command.deadline) {
    for (const auto& word : command.argv) {
        m_shown += (m_shown.empty() ? "" : " ") + word;
    }
    auto arguments = command.argv;
    std::vector<std::string> variables;
    for (const auto& [name, value] : command.environment) {
        variables.push_back(name + "=" + value);
    }
    const auto argv = pointers(arguments);
    const auto environment = pointers(variables);
    auto out = make_pipe();
    auto err = make_pipe();
    m_pid = ::fork();
    if (m_pid < 0) {
        fail("fork");
    }
    if (m_pid == 0) {
        become(argv.data(), environment.data(), command.folder.c_str(), out.write_end.get(),
               command.terminal >= 0 ? command.terminal : err.write_end.get());
    }
    ::setpgid(m_pid, m_pid); // also here: whichever comes first, send() finds the group
    // glibc 2.36 declares pidfd_open for C only.
    m_pidfd = base::Fd(static_cast<int>(::syscall(SYS_pidfd_open, m_pid, 0)));
    if (!m_pidfd.is_open()) {
        fail("pidfd_open");
    }
    m_out.fd = std::move(out.read_end);
    m_err.fd = std::move(err.read_end);
}

Process::~Process() {
    if (m_outcome) {
        return;
    }
    ::kill(-m_pid, SIGKILL);
    ::waitpid(m_pid, nullptr, 0);
}

const std::string& Process::out() {
    pump(0ms);
    return m_out.text;
}

const std::string& Process::err() {
    pump(0ms);
    return m_err.text;
}

bool Process::running() {
    pump(0ms);
    return !m_outcome;
}

bool Process::wait_for_text(std::string_view text, std::chrono::milliseconds deadline) {
    const auto end = Clock::now() + deadline;
    while (true) {
        const bool was_running = running();
        if (m_out.text.find(text) != std::string::npos || m_err.text.find(text) != std::string::npos) {
            return true;
        }
        if (!was_running || Clock::now() >= end) {
            return false;
        }
        pump(std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now()) + 1ms);
    }
}

void Process::send(int signal) const {
    if (!m_outcome && ::kill(m_pid, signal) != 0) {
        fail("kill");
    }
}

Outcome Process::wait(std::optional<std::chrono::milliseconds> deadline) {
    const auto end = Clock::now() + deadline.value_or(m_deadline);
    while (!m_outcome) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now());
        if (left <= 0ms) {
            ::kill(-m_pid, SIGKILL);
            throw std::runtime_error("still running after its deadline: " + m_shown + "\nstdout:\n" +
                                     m_out.text + "stderr:\n" + m_err.text);
        }
        pump(left);
    }
    return *m_outcome;
}

void Process::pump(std::chrono::milliseconds timeout) {
    if (m_outcome) {
        return;
    }
    // A closed stream is left out by its -1: poll would report it at once, for ever.
    std::array<pollfd, 3> events{pollfd{m_out.fd.get(), POLLIN, 0}, pollfd{m_err.fd.get(), POLLIN, 0},
                                 pollfd{m_pidfd.get(), POLLIN, 0}};
    ::poll(events.data(), events.size(), static_cast<int>(std::max<std::int64_t>(timeout.count(), 0)));
    drain(m_out);
    drain(m_err);
    if (events[2].revents != 0) {
        reap();
    }
}

void Process::drain(Stream& stream) {
    std::array<char, 65536> buffer{};
    while (stream.fd.is_open()) {
        const auto count = ::read(stream.fd.get(), buffer.data(), buffer.size());
        if (count > 0) {
            stream.text.append(buffer.data(), static_cast<std::size_t>(count));
        } else if (count == 0) {
            stream.fd.close();
        } else if (errno != EINTR) {
            return;
        }
    }
}

void Process::reap() {
    int status = 0;
    if (::waitpid(m_pid, &status, 0) != m_pid) {
        fail("waitpid");
    }
    // Written between the last read and the end.
    drain(m_out);
    drain(m_err);
    m_outcome.emplace();
    if (WIFSIGNALED(status)) {
        m_outcome->status = -1;
        m_outcome->signal = WTERMSIG(status);
        m_outcome->dumped_core = WCOREDUMP(status);
    } else {
        m_outcome->status = WEXITSTATUS(status);
    }
    m_outcome->out = m_out.text;
    m_outcome->err = m_err.text;
}

Outcome run(const Command& command) {
    return Process(command).wait();
}

} // namespace headstart::test
