#pragma once

#include <optional>
#include <string>

namespace headstart::process {

/// What stands in the way of a file that may be executed.
struct ExecutableFault {
    std::string what; ///< "it is built for aarch64, and this machine is x86_64"
    std::string hint;
};

/// Looks into a file that execve would be given, so that what cannot run is told before anything is migrated:
/// an empty file, a program of another machine (unless the kernel has a way to run such: it is asked), one
/// whose dynamic loader is not there, a script whose interpreter is not there, or whose first line ends in CR
/// LF. Nothing where there is no fault, or where the file may be executed and not read.
std::optional<ExecutableFault> find_executable_fault(const std::string& path);

} // namespace headstart::process
