#pragma once

#include "base/fd.hpp"
#include "base/wait.hpp"
#include "process/child_environment.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

namespace headstart::process {

/// How a child ended: `status` as a shell reports it, 128+N for signal N.
struct ChildOutcome {
    int status = 0;
    int start_error = 0; ///< errno if it could not be started at all; then `status` is 126 or 127
};

/// Runs a program to its end on our standard streams. No signal is blocked for it. `arguments` is its argv: a
/// name without a slash is searched in PATH. `folder` is its working folder; empty: ours. When the token is
/// raised the child is sent SIGTERM, and SIGKILL if it has not ended five seconds later, and base::Stopped is
/// thrown; with no token, signals are left to the child: a terminal sends Ctrl-C to both, and to an editor it
/// does not mean the end.
ChildOutcome run_child(std::vector<std::string> arguments, const std::filesystem::path& folder,
                       ChildEnvironment environment, base::WaitContext stop);

/// Runs a program for what it writes to standard output, a megabyte at most. Its other standard streams are
/// /dev/null. Nothing where it cannot be started, does not end with status 0, or is not done within the
/// limits: then it is killed, with what it started. Throws base::Stopped, having killed it.
std::optional<std::string> read_child(std::vector<std::string> arguments, const std::filesystem::path& folder,
                                      ChildEnvironment environment, const base::WaitLimits& limits);

/// What a program wrote, and how it ended.
struct ChildOutput {
    ChildOutcome outcome;
    std::string text;     ///< of its standard output
    bool is_whole = true; ///< false: it wrote more than 64 MB, and was killed
};

/// Runs a program for what it writes to standard output, however long it takes. Its standard input is
/// /dev/null; its errors are ours to show. Throws base::Stopped, having killed it.
ChildOutput capture_child(std::vector<std::string> arguments, const std::filesystem::path& folder,
                          ChildEnvironment environment, base::WaitContext stop);

/// Can be read once this child of ours has ended. Not open on a kernel before 5.3.
base::Fd end_of_child(pid_t pid);

} // namespace headstart::process
