#include "imports/passed_over.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

namespace headstart::imports {

namespace {

/// SQL, and migrations that are written as something else than SQL where others have it.
bool may_be_meant(std::string_view file) {
    constexpr std::array<std::string_view, 5> k_endings{".sql", ".pgsql", ".psql", "/up.yaml", "/up.yml"};
    const auto name = base::to_lower(file);
    return std::any_of(k_endings.begin(), k_endings.end(),
                       [&](std::string_view ending) { return name.ends_with(ending); });
}

/// What the report says something about already, the file or a folder that it is in.
std::set<std::string> told_places(const History& history) {
    std::set<std::string> told;
    for (const auto& remark : history.left_out) {
        told.insert(remark.place.path);
    }
    return told;
}

bool is_told(const std::set<std::string>& told, std::string path) {
    for (; !path.empty(); path = folder_of(path)) {
        if (told.contains(path)) {
            return true;
        }
    }
    return false;
}

} // namespace

void name_passed_over(History& history, const SourceFolder& folder, std::string_view title) {
    if (folder.named_file()) {
        return;
    }
    for (const auto& link : folder.links()) {
        history.left_out.push_back(
            {{folder.shown(link), 0},
             "it is a link that leads out of the project, or to a folder, and such links are not followed",
             "if it is meant to be a migration, put what it leads to in its place"});
    }
    const auto told = told_places(history);
    for (const auto& file : folder.files()) {
        if (may_be_meant(file) && !folder.was_read(file) && !is_told(told, folder.shown(file))) {
            history.left_out.push_back(
                {{folder.shown(file), 0},
                 fmt::format("by its name or its place it is no migration of {}", title),
                 "if it is meant to be one, name and place it as the others"});
        }
    }
}

} // namespace headstart::imports
