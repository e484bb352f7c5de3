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

namespace {

struct SystemHint {
    int error;
    std::string_view hint;
};

constexpr std::string_view k_forbidden = "the container runtime forbids it by its seccomp profile, or a "
                                         "security module does: use a newer runtime, or "
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

/// Empty where the reason says nothing of what may be done.
std::string_view hint_of_system(const std::error_code& reason) {
    const auto* const known =
        std::find_if(k_system_hints.begin(), k_system_hints.end(), [&](const SystemHint& candidate) {
            return reason == std::error_condition(candidate.error, std::generic_category());
        });
    return known == k_system_hints.end() ? "" : known->hint;
}

/// Reasons that lie in the file itself, about which who wanted it knows more.
bool is_about_file(const std::error_code& reason) {
    return reason == std::errc::permission_denied || reason == std::errc::operation_not_permitted;
}

} // namespace

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
    if (reason.category() == base::file_faults()) {
        return "put a regular file there";
    }
    const auto hint = is_about_file(reason) ? "" : hint_of_system(reason);
    return hint.empty() ? otherwise : std::string(hint);
}

Diagnostic refused_by_system(const std::system_error& error) {
    const auto hint = hint_of_system(error.code());
    return problem_of(code::surroundings,
                      std::string("the system refuses what headstart needs: ") + error.what(),
                      std::string(hint.empty() ? "look at the limits of this container" : hint));
}

Diagnostic out_of_memory(std::string message) {
    return problem_of(code::out_of_memory, std::move(message), std::string(k_more_memory));
}

} // namespace headstart::diag
