#include "diag/refusal.hpp"

#include "base/file.hpp"
#include "diag/codes.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

namespace headstart::diag {

namespace {

Diagnostic problem_of(std::string_view code, std::string message, std::string hint) {
    Diagnostic problem;
    problem.code = code;
    problem.message = std::move(message);
    problem.hint = std::move(hint);
    return problem;
}

} // namespace

Error refusal(std::string_view code, std::string message, std::string hint, std::vector<std::string> notes) {
    auto problem = problem_of(code, std::move(message), std::move(hint));
    problem.notes = std::move(notes);
    return {ExitCode::usage, std::move(problem)};
}

Error refusal_at(Span span, std::string_view code, std::string message, std::string hint) {
    auto problem = problem_of(code, std::move(message), std::move(hint));
    problem.span = std::move(span);
    return {ExitCode::usage, std::move(problem)};
}

std::string hint_about_file(const std::error_code& reason, std::string otherwise) {
    if (reason == std::errc::is_a_directory) {
        return "a file is meant there; a container engine makes a folder where the file to be mounted is "
               "missing";
    }
    if (reason == base::FileFault::is_silent) {
        return "does what writes to it end? it is waited for as long as wait_timeout says";
    }
    if (reason == base::FileFault::is_too_large) {
        return "is it the right file?";
    }
    return reason.category() == base::file_faults() ? "put a regular file there" : otherwise;
}

namespace {

struct SystemHint {
    int error;
    std::string_view hint;
};

constexpr std::string_view k_forbidden =
    "the container runtime forbids it by its seccomp profile, or a security module does: use a newer runtime, or "
    "allow the call";

constexpr std::array k_system_hints{
    SystemHint{EPERM, k_forbidden},
    SystemHint{ENOSYS, k_forbidden},
    SystemHint{EACCES, "look at owners and modes, and at what security modules say"},
    SystemHint{EAGAIN, "a limit of processes or threads is reached: ulimit -u, the container's pids limit"},
    SystemHint{EMFILE, "too many files are open in this process: raise ulimit -n"},
    SystemHint{ENFILE, "too many files are open on this machine"},
    SystemHint{ENOMEM, k_more_memory},
    SystemHint{ENOSPC, "the disk is full"},
    SystemHint{EDQUOT, "the disk quota is used up"},
    SystemHint{EROFS, "the file system is read-only: mount a folder that can be written to"},
};

} // namespace

Diagnostic refused_by_system(const std::system_error& error) {
    const auto* const known =
        std::find_if(k_system_hints.begin(), k_system_hints.end(), [&](const SystemHint& candidate) {
            return error.code() == std::error_code(candidate.error, std::generic_category());
        });
    return problem_of(code::surroundings,
                      std::string("the system refuses what headstart needs: ") + error.what(),
                      std::string(known != k_system_hints.end() ? known->hint
                                                                : "look at the limits of this container"));
}

Diagnostic out_of_memory(std::string message) {
    return problem_of(code::out_of_memory, std::move(message), std::string(k_more_memory));
}

} // namespace headstart::diag
