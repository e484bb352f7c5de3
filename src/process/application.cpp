#include "process/application.hpp"

#include "diag/codes.hpp"
#include "diag/diagnostic.hpp"
#include "process/child_environment.hpp"
#include "process/executable.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <string_view>
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

[[noreturn]] void refuse_to_execute(const std::string& path, const ExecutableFault& fault) {
    diag::Diagnostic diagnostic;
    diagnostic.code = diag::code::cannot_execute;
    diagnostic.message = fmt::format("cannot execute {}: {}", path, fault.what);
    diagnostic.hint = fault.hint;
    throw diag::Error(diag::ExitCode::cannot_execute, std::move(diagnostic));
}

/// ENOENT although the file is there: the kernel means what has to load it.
[[noreturn]] void fail_for_interpreter(const std::string& path) {
    refuse_to_execute(path,
                      {"the program that has to load it is missing",
                       "a script names it in its first line (`#!…`), a binary names its dynamic loader: one "
                       "built for glibc does not start in an Alpine or scratch image"});
}

/// The folders of PATH. An empty entry, and so an empty PATH, is the current folder (POSIX, "Other
/// Environment Variables").
std::vector<std::string> search_folders() {
    const char* variable = std::getenv("PATH");
    std::string_view path = variable != nullptr ? variable : k_default_path;
    std::vector<std::string> folders;
    while (true) {
        const auto end = std::min(path.find(':'), path.size());
        folders.emplace_back(end == 0 ? "." : path.substr(0, end));
        if (end == path.size()) {
            return folders;
        }
        path.remove_prefix(end + 1);
    }
}

/// 0 if it is a file that this user may execute (on a file system that allows it), else the reason.
int check_executable(const std::string& path) {
    struct stat info{};
    if (::stat(path.c_str(), &info) != 0) {
        return errno;
    }
    if (!S_ISREG(info.st_mode)) {
        return S_ISDIR(info.st_mode) ? EISDIR : EACCES;
    }
    return ::access(path.c_str(), X_OK) == 0 ? 0 : errno;
}

/// As a shell does.
Application look_up(std::vector<std::string> arguments) {
    const std::string name = arguments.front();
    if (name.find('/') != std::string::npos) {
        if (const int reason = check_executable(name); reason != 0) {
            fail(name, reason);
        }
        return {name, std::move(arguments)};
    }
    // As a shell: a file that is there but may not be executed is remembered, and reported if none better
    // comes. Folders of that name are passed over.
    int reason = ENOENT;
    for (const auto& folder : name.empty() ? std::vector<std::string>{} : search_folders()) {
        const auto candidate = fmt::format("{}/{}", folder, name);
        const int outcome = check_executable(candidate);
        if (outcome == 0) {
            return {candidate, std::move(arguments)};
        }
        reason = outcome == EACCES ? EACCES : reason;
    }
    fail(name, reason);
}

} // namespace

std::optional<std::string> find_trusted_program(const std::string& name) {
    for (const auto& folder : search_folders()) {
        auto candidate = fmt::format("{}/{}", folder, name);
        if (folder.starts_with('/') && check_executable(candidate) == 0) {
            return candidate;
        }
    }
    return std::nullopt;
}

bool is_in_path(const std::string& name) {
    const auto folders = search_folders();
    return std::any_of(folders.begin(), folders.end(), [&](const std::string& folder) {
        return check_executable(fmt::format("{}/{}", folder, name)) == 0;
    });
}

Application find_application(std::vector<std::string> arguments) {
    auto application = look_up(std::move(arguments));
    if (const auto fault = find_executable_fault(application.path)) {
        refuse_to_execute(application.path, *fault);
    }
    return application;
}

void exec_application(const Application& application, const std::vector<std::string>& removed_variables) {
    std::vector<std::string> arguments = application.arguments;
    std::vector<char*> argv;
    argv.reserve(arguments.size() + 1);
    for (auto& argument : arguments) {
        argv.push_back(argument.data());
    }
    argv.push_back(nullptr);
    auto variables = ChildEnvironment::without(removed_variables);
    auto environment = variables.pointers();
    ::execve(application.path.c_str(), argv.data(), environment.data());
    if (errno == ENOEXEC) {
        // A script without `#!` line: every shell, and execvp, hands it to /bin/sh.
        std::string shell = "/bin/sh";
        std::string script = application.path;
        argv.insert(argv.begin(), shell.data());
        argv[1] = script.data();
        ::execve(shell.c_str(), argv.data(), environment.data());
    }
    const int reason = errno;
    if (reason == ENOENT && check_executable(application.path) == 0) {
        fail_for_interpreter(application.path);
    }
    fail(application.path, reason);
}

} // namespace headstart::process
