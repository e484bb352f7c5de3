#include "imports/formats/flyway_locations.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <optional>
#include <set>
#include <system_error>

namespace headstart::imports {

namespace {

namespace fs = std::filesystem;

fs::path whole(const fs::path& path) {
    std::error_code ignored;
    return fs::weakly_canonical(path, ignored);
}

/// "classpath:/db/migration" without what goes before the path, and with Spring's `{vendor}` known.
std::string path_of(std::string_view location) {
    std::string path(location.substr(location.rfind(':') + 1));
    constexpr std::string_view k_vendor = "{vendor}";
    if (const auto at = path.find(k_vendor); at != std::string::npos) {
        path.replace(at, k_vendor.size(), "postgresql");
    }
    path.erase(0, path.find_first_not_of('/'));
    return path;
}

/// From the folder, of the nearest one around it that has it; nothing: none has.
std::optional<std::string> find_location(const SourceFolder& folder, std::string_view location) {
    const auto path = path_of(location);
    for (const auto& way : folder.ways_up()) {
        std::error_code ignored;
        if (fs::is_directory(folder.root() / (way + path), ignored)) {
            return way + path;
        }
    }
    return std::nullopt;
}

struct Locations {
    std::vector<std::string> found; ///< from the folder: "../../db/views"
    std::vector<std::string> missing;
};

/// None where the folder is none of them: it was meant by itself then.
Locations configured_locations(const SourceFolder& folder, const FlywaySettings& settings) {
    Locations locations;
    const auto setting = settings.find("flyway.locations");
    if (setting == settings.end()) {
        return locations;
    }
    const auto own = (whole(folder.root()) / "").string();
    bool has_own = false;
    for (const auto one : base::split_list(setting->second, ",[]\"'")) {
        if (const auto found = find_location(folder, one)) {
            has_own = has_own || own.starts_with((whole(folder.root() / *found) / "").string());
            locations.found.push_back(*found);
        } else {
            locations.missing.emplace_back(one);
        }
    }
    return has_own ? locations : Locations{};
}

/// "src/main/java/db/migration" beside "src/main/resources/db/migration".
std::vector<std::string> folders_of_code(const SourceFolder& folder) {
    static constexpr std::string_view k_resources = "/resources/";
    static constexpr std::array<std::string_view, 4> k_languages{"/java/", "/kotlin/", "/groovy/", "/scala/"};
    std::vector<std::string> folders;
    const auto root = whole(folder.root()).string() + "/";
    const auto at = root.rfind(k_resources);
    for (const auto language :
         at == std::string::npos ? std::span<const std::string_view>{} : std::span(k_languages)) {
        auto beside = root;
        beside.replace(at, k_resources.size(), language);
        std::error_code ignored;
        if (fs::is_directory(beside, ignored)) {
            folders.push_back(fs::path(beside).lexically_relative(root).string());
        }
    }
    return folders;
}

} // namespace

std::vector<std::string> files_of_locations(const SourceFolder& folder, const FlywaySettings& settings,
                                            History& history) {
    auto files = folder.files();
    if (folder.named_file()) {
        return files;
    }
    std::set<fs::path> known;
    for (const auto& file : files) {
        known.insert(whole(folder.root() / file));
    }
    auto locations = configured_locations(folder, settings);
    for (const auto& missing : locations.missing) {
        history.left_out.push_back(
            {{folder.root().string(), 0},
             fmt::format("the location {} of Flyway's settings, which is not here", missing),
             "see what it holds, if it is a database's"});
    }
    for (auto& code : folders_of_code(folder)) {
        locations.found.push_back(std::move(code));
    }
    for (const auto& location : locations.found) {
        const SourceFolder other(folder.root() / location);
        for (const auto& file : other.files()) {
            auto path = (fs::path(location) / file).lexically_normal().string();
            if (known.insert(whole(folder.root() / path)).second) {
                files.push_back(std::move(path));
            }
        }
    }
    return files;
}

} // namespace headstart::imports
