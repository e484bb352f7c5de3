#include "commands/branches_with.hpp"

#include "base/text.hpp"
#include "commands/git.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <chrono>

namespace headstart::commands {

namespace {

constexpr std::chrono::seconds k_patience_with_git{1};

/// No more branches are looked into, and no more ids looked for, than somebody waits for.
constexpr std::size_t k_most_branches = 200;
constexpr std::size_t k_most_ids = 5;

/// An id comes from the database, where anything may stand: git takes a line end for another pattern.
bool is_plain(const std::string& id) {
    return !id.empty() && id.size() <= 255 && std::all_of(id.begin(), id.end(), [](char c) {
        return c == '_' || c == '.' || std::isalnum(static_cast<unsigned char>(c)) != 0;
    });
}

/// Those that were committed to last come first.
std::vector<std::string> branches_of(const Git& git, const std::filesystem::path& folder,
                                     const base::WaitLimits& limits) {
    const auto answer =
        git.ask({"for-each-ref", "--sort=-committerdate", fmt::format("--count={}", k_most_branches),
                 "--format=%(refname:short)", "refs/heads", "refs/remotes"},
                folder, limits)
            .value_or("");
    std::vector<std::string> branches;
    for (const auto branch : base::split_list(answer, "\n")) {
        if (!branch.starts_with('-')) {
            branches.emplace_back(branch);
        }
    }
    return branches;
}

/// "feature/phones:3f2a_add_phone.sql", a line for each file that names the id.
std::vector<std::string> places_of(const Git& git, const std::string& id,
                                   const std::vector<std::string>& branches,
                                   const std::filesystem::path& folder, const base::WaitLimits& limits) {
    std::vector<std::string> arguments{"grep",
                                       "--no-textconv",
                                       "--no-recurse-submodules",
                                       "--no-color",
                                       "--files-with-matches",
                                       "--full-name",
                                       "-F",
                                       "-w",
                                       "-i",
                                       "-e",
                                       fmt::format("Revision ID: {}", id)};
    arguments.insert(arguments.end(), branches.begin(), branches.end());
    arguments.insert(arguments.end(), {"--", "."});
    const auto answer = git.ask(arguments, folder, limits).value_or("");
    std::vector<std::string> places;
    for (const auto line : base::split_list(answer, "\n")) {
        places.emplace_back(line);
    }
    return places;
}

} // namespace

std::vector<std::string> notes_about_branches(const std::vector<std::string>& ids,
                                              const std::filesystem::path& folder, base::WaitContext stop) {
    std::vector<std::string> notes;
    const auto git = Git::for_people();
    if (!git) {
        return notes;
    }
    const base::WaitLimits limits{base::Deadline::after(k_patience_with_git), stop};
    const auto branches = branches_of(*git, folder, limits);
    for (std::size_t i = 0; !branches.empty() && i < std::min(ids.size(), k_most_ids); ++i) {
        const auto places =
            is_plain(ids[i]) ? places_of(*git, ids[i], branches, folder, limits) : std::vector<std::string>{};
        if (!places.empty()) {
            const auto colon = places.front().find(':');
            notes.push_back(fmt::format("git branch {} has {}, in {}", places.front().substr(0, colon),
                                        ids[i], places.front().substr(colon + 1)));
        }
    }
    return notes;
}

} // namespace headstart::commands
