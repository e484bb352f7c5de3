#include "process/keeper.hpp"

#include "process/reaping.hpp"

#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <fcntl.h>
#include <fstream>
#include <grp.h>
#include <poll.h>
#include <sstream>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>
#include <vector>

namespace headstart::process {

namespace {

constexpr std::size_t k_longest_report = std::size_t{64} * 1024;
/// Where no list of the open descriptors can be had.
constexpr int k_most_descriptors = 4096;

std::array<base::Fd, 2> open_pipe() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
        throw std::system_error(errno, std::generic_category(), "pipe2");
    }
    return {base::Fd(ends[0]), base::Fd(ends[1])};
}

/// "name:x:uid:gid:…": the C library would load its plug-ins to look there.
std::optional<Account> parse_account(const std::string& line, const std::string& name) {
    std::istringstream fields(line);
    std::array<std::string, 4> values;
    for (auto& value : values) {
        std::getline(fields, value, ':');
    }
    Account account{};
    const auto read = [](const std::string& text, auto& number) {
        return std::from_chars(text.data(), text.data() + text.size(), number).ec == std::errc();
    };
    if (values[0] != name || !read(values[2], account.user) || !read(values[3], account.group)) {
        return std::nullopt;
    }
    return account;
}

void become(const Account& account) {
    if (::setgroups(0, nullptr) != 0 || ::setgid(account.group) != 0 || ::setuid(account.user) != 0) {
        ::_exit(1);
    }
}

/// Whoever reads what we write must not wait for the keeper.
void leave_streams(int report, int end_of_owner) {
    const int null = ::open("/dev/null", O_RDWR);
    for (int fd = 0; fd < k_most_descriptors; ++fd) {
        if (fd != report && fd != end_of_owner && fd != null) {
            ::close(fd);
        }
    }
    for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        ::dup2(null, stream);
    }
}

void leave_signals() {
    for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE}) {
        ::signal(signal, SIG_IGN);
    }
    ::signal(SIGCHLD, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
}

} // namespace

std::optional<Account> account_for_service(const std::vector<std::string>& names) {
    if (::geteuid() != 0) {
        return std::nullopt;
    }
    for (const auto& name : names) {
        std::ifstream file("/etc/passwd");
        for (std::string line; std::getline(file, line);) {
            if (auto account = parse_account(line, name)) {
                return account;
            }
        }
    }
    return std::nullopt;
}

Keeper::Keeper(const Work& work, const std::optional<Account>& account) {
    auto report = open_pipe();
    auto alive = open_pipe();
    m_pid = ::fork();
    if (m_pid < 0) {
        throw std::system_error(errno, std::generic_category(), "fork");
    }
    if (m_pid == 0) {
        ::setsid();
        leave_signals();
        leave_streams(report[1].get(), alive[0].get());
        if (account) {
            become(*account);
        }
        try {
            work(report[1].get(), alive[0].get());
        } catch (...) { // NOLINT(bugprone-empty-catch): there is nobody to be told
        }
        ::_exit(0);
    }
    m_report = std::move(report[0]);
    m_alive = std::move(alive[1]);
}

Keeper::~Keeper() {
    const OwnChildren own;
    m_alive.close();
    while (::waitpid(m_pid, nullptr, 0) < 0 && errno == EINTR) {
    }
}

std::string Keeper::await_report(const base::WaitLimits& limits) {
    std::string text;
    std::array<char, 4096> buffer{};
    while (text.size() < k_longest_report && text.find('\n') == std::string::npos &&
           base::wait_for_fd(m_report.get(), POLLIN, limits) == base::Readiness::ready) {
        const auto count = ::read(m_report.get(), buffer.data(), buffer.size());
        if (count == 0) {
            break;
        }
        text.append(buffer.data(), count > 0 ? static_cast<std::size_t>(count) : 0);
    }
    return text;
}

} // namespace headstart::process
