#include "process/application.hpp"

#include "base/text.hpp"
#include "diag/codes.hpp"
#include "diag/diagnostic.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstdlib>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace headstart::process {

namespace {

/// What a shell searches when PATH is unset (confstr's value; the static binary has no shell to ask).
constexpr const char* k_default_path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

[[noreturn]] void fail(const std::string& name, int reason) {
    const bool missing = reason == ENOENT || reason == ENOTDIR;
    diag::Diagnostic diagnostic;
    diagnostic.code = missing ? diag::code::command_not_found : diag::code::cannot_execute;
    diagnostic.message =
        missing ? fmt::format("command not found: {}", name)
                : fmt::format("cannot execute {}: {}", name, std::generic_category().message(reason));
    diagnostic.hint = missing ? "the command stands after `--`; is it in the image, and its folder in PATH?"
                              : "is the file executable (chmod +x), and built for this machine?";
    throw diag::Error(missing ? diag::ExitCode::command_not_found : diag::ExitCode::cannot_execute,
                      std::move(diagnostic));
}

/// 0 if it is a file that this user may execute, else the reason.
int check_executable(const std::string& path) {
    struct stat info{};
    if (::stat(path.c_str(), &info) != 0) {
        return errno;
    }
    if (!S_ISREG(info.st_mode)) {
        return EACCES;
    }
    return ::access(path.c_str(), X_OK) == 0 ? 0 : errno;
}

/// `NAME=value` pairs of this process, less the removed names.
std::vector<char*> environment_without(const std::vector<std::string>& removed) {
    std::vector<char*> kept;
    for (char** entry = environ; *entry != nullptr; ++entry) {
        const std::string_view pair = *entry;
        const auto name = pair.substr(0, pair.find('='));
        bool is_removed = false;
        for (const auto& one : removed) {
            is_removed = is_removed || one == name;
        }
        if (!is_removed) {
            kept.push_back(*entry);
        }
    }
    kept.push_back(nullptr);
    return kept;
}

} // namespace

Application find_application(std::vector<std::string> arguments) {
    const std::string name = arguments.front();
    if (name.find('/') != std::string::npos) {
        if (const int reason = check_executable(name); reason != 0) {
            fail(name, reason);
        }
        return {name, std::move(arguments)};
    }
    const char* path = std::getenv("PATH");
    // As a shell: a file that is there but may not be executed is remembered, and reported if none better
    // comes.
    int reason = ENOENT;
    for (const auto folder : base::split_list(path != nullptr ? path : k_default_path, ":")) {
        const auto candidate = fmt::format("{}/{}", folder, name);
        const int outcome = check_executable(candidate);
        if (outcome == 0) {
            return {candidate, std::move(arguments)};
        }
        reason = outcome == EACCES ? EACCES : reason;
    }
    fail(name, reason);
}

void exec_application(const Application& application, const std::vector<std::string>& removed_variables) {
    std::vector<std::string> arguments = application.arguments;
    std::vector<char*> argv;
    argv.reserve(arguments.size() + 1);
    for (auto& argument : arguments) {
        argv.push_back(argument.data());
    }
    argv.push_back(nullptr);
    auto environment = environment_without(removed_variables);
    ::execve(application.path.c_str(), argv.data(), environment.data());
    if (errno == ENOEXEC) {
        // A script without `#!` line: every shell, and execvp, hands it to /bin/sh.
        std::string shell = "/bin/sh";
        std::string script = application.path;
        argv.insert(argv.begin(), shell.data());
        argv[1] = script.data();
        ::execve(shell.c_str(), argv.data(), environment.data());
    }
    fail(application.path, errno);
}

} // namespace headstart::process
