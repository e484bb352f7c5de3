#include "diag/refusal.hpp"

#include "base/file.hpp"
#include "diag/codes.hpp"

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

Diagnostic out_of_memory(std::string message) {
    return problem_of(code::out_of_memory, std::move(message), std::string(k_more_memory));
}

} // namespace headstart::diag
