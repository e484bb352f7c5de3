#include "imports/table_refusal.hpp"

#include "diag/codes.hpp"

#include <fmt/format.h>

#include <utility>

namespace headstart::imports {

namespace {

/// That are named of many.
constexpr std::size_t k_most_named = 5;

} // namespace

diag::Error refusal_of_table(const Format& format, std::string message, std::vector<std::string> notes,
                             std::string hint) {
    diag::Diagnostic problem;
    problem.code = diag::code::other_table;
    problem.message = std::move(message);
    if (const auto count = notes.size(); count > k_most_named) {
        notes.resize(k_most_named);
        notes.push_back(fmt::format("and {} more", count - k_most_named));
    }
    problem.notes = std::move(notes);
    problem.hint = std::move(hint);
    problem.path.push_back(fmt::format("reading what {} has applied", format.title));
    return {diag::ExitCode::failed, std::move(problem)};
}

} // namespace headstart::imports
