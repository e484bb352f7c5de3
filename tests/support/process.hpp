#pragma once

#include "base/fd.hpp"

#include <chrono>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <vector>

namespace headstart::test {

using namespace std::chrono_literals;

using Environment = std::map<std::string, std::string>;

/// What to start. The environment is exactly the one given: nothing of the caller's reaches the child.
struct Command {
    std::vector<std::string> argv; ///< argv[0] is looked up in the test's own PATH when it holds no slash
    Environment environment;
    std::filesystem::path folder = "/"; ///< the working folder
    int terminal = -1; ///< a descriptor that takes the place of stderr, which is not captured then
    std::chrono::milliseconds deadline = 60s; ///< of wait(): the child is killed and the test fails
};

/// How a child ended.
struct Outcome {
    int status = 0;            ///< the exit status, or -1 when a signal ended it
    std::optional<int> signal; ///< the signal that ended it
    bool dumped_core = false;  ///< the kernel wrote its memory to a file, or gave it to a program
    std::string out;
    std::string err;
};

/// A running child in a process group of its own, with nothing on stdin, stdout and stderr captured.
/// The destructor kills what is left of the group; the kernel kills the child when the test itself dies.
class Process {
public:
    explicit Process(const Command& command);

    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;

    ~Process();

    [[nodiscard]] pid_t pid() const { return m_pid; }

    /// What has been written so far.
    const std::string& out();
    const std::string& err();

    [[nodiscard]] bool running();

    /// Reads until stdout or stderr holds the text; false when the process ended or the deadline passed
    /// before.
    bool wait_for_text(std::string_view text, std::chrono::milliseconds deadline = 30s);

    void send(int signal) const;

    /// Waits for the end; kills the group and throws when the deadline (else the command's) has passed.
    Outcome wait(std::optional<std::chrono::milliseconds> deadline = {});

private:
    struct Stream {
        base::Fd fd;
        std::string text;
    };

    /// Waits at most `timeout` for something to happen, and reads it.
    void pump(std::chrono::milliseconds timeout);
    static void drain(Stream& stream);
    void reap();

    std::string m_shown; ///< the command, for messages
    std::chrono::milliseconds m_deadline;
    pid_t m_pid = -1;
    base::Fd m_pidfd;
    Stream m_out;
    Stream m_err;
    std::optional<Outcome> m_outcome;
};

/// Starts, waits, and returns what came out.
Outcome run(const Command& command);

} // namespace headstart::test
