#include "diag/refusal.hpp"

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

} // namespace headstart::diag
