#include "commands/authors.hpp"

#include "base/text.hpp"
#include "commands/git.hpp"

#include <chrono>
#include <filesystem>

namespace headstart::commands {

namespace {

/// For all files together: a message does not keep anybody waiting, though git may be slow in a large
/// repository.
constexpr std::chrono::seconds k_patience{1};

std::string author_of(const Git& git, const std::filesystem::path& file, const base::WaitLimits& limits) {
    const auto found = git.ask({"log", "-1", "--no-show-signature", "--no-ext-diff", "--no-textconv",
                                "--no-renames", "--no-notes", "--ignore-submodules=all", "--diff-filter=A",
                                "--format=%aN", "--", file.filename().string()},
                               file.parent_path(), limits);
    return std::string(base::trim(found.value_or("")));
}

} // namespace

std::vector<std::string> authors_of(const std::vector<std::string>& files, base::WaitContext stop) {
    std::vector<std::string> authors(files.size());
    const auto git = Git::for_people();
    const base::WaitLimits limits{base::Deadline::after(k_patience), stop};
    for (std::size_t i = 0; git && i < files.size(); ++i) {
        authors[i] = author_of(*git, files[i], limits);
    }
    return authors;
}

} // namespace headstart::commands
