#pragma once

#include <optional>
#include <string>
#include <vector>

namespace headstart::process {

/// The command that takes headstart's place, found before anything else is done: a misspelt command must not
/// cost a migration first.
struct Application {
    std::string path;                   ///< what execve gets
    std::vector<std::string> arguments; ///< argv, the name as typed first
};

/// Looks the command up as a shell does: a name with a slash is a path, any other is searched in PATH.
/// Throws diag::Error with exit code 127 (not found) or 126 (found, not executable: executable.hpp says what
/// is looked at).
Application find_application(std::vector<std::string> arguments);

/// Whether a shell would find a program of this name.
bool is_in_path(const std::string& name);

/// A program of the machine's own: searched in the folders of PATH that are absolute, for the others are
/// wherever a child is started, which may be a folder that a stranger fills. Nothing if it is not there.
std::optional<std::string> find_trusted_program(const std::string& name);

/// Replaces this process: same pid, working folder and standard streams, and the environment less
/// `removed_variables`. Every descriptor of ours is close-on-exec, so none leaks. Throws diag::Error (126,
/// 127) when the kernel refuses; otherwise it does not return.
[[noreturn]] void exec_application(const Application& application,
                                   const std::vector<std::string>& removed_variables);

} // namespace headstart::process
