#include "commands/authors.hpp"

#include "base/text.hpp"
#include "process/child.hpp"

#include <chrono>
#include <filesystem>

namespace headstart::commands {

namespace {

/// For all files together: a message does not keep anybody waiting, though git may be slow in a large
/// repository.
constexpr std::chrono::seconds k_patience{1};

std::string author_of(const std::filesystem::path& file, const base::WaitLimits& limits) {
    if (limits.deadline.has_passed()) {
        return "";
    }
    // What a user's configuration may add to the output is turned off; a file's name is no pattern.
    const auto found = process::read_child(
        {"git", "--literal-pathspecs", "-c", "log.showSignature=false", "-c", "i18n.logOutputEncoding=UTF-8",
         "log", "-1", "--diff-filter=A", "--format=%aN", "--", file.filename().string()},
        file.parent_path(), limits);
    return std::string(base::trim(found.value_or("")));
}

} // namespace

std::vector<std::string> authors_of(const std::vector<std::string>& files, base::WaitContext stop) {
    const base::WaitLimits limits{base::Deadline::after(k_patience), stop};
    std::vector<std::string> authors;
    authors.reserve(files.size());
    for (const auto& file : files) {
        authors.push_back(author_of(file, limits));
    }
    return authors;
}

} // namespace headstart::commands
