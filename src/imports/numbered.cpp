#include "imports/numbered.hpp"

#include "imports/names.hpp"

#include <algorithm>
#include <array>
#include <system_error>

namespace headstart::imports {

namespace fs = std::filesystem;

std::optional<NumberedFile> as_numbered(std::string_view file, const std::vector<std::string_view>& endings) {
    const auto digits = std::min(file.find_first_not_of("0123456789"), file.size());
    const auto ending = std::find_if(endings.begin(), endings.end(),
                                     [&](std::string_view one) { return file.ends_with(one); });
    if (digits == 0 || ending == endings.end() || file.find('/') != std::string_view::npos ||
        file.size() < digits + ending->size()) {
        return std::nullopt;
    }
    auto name = file.substr(digits, file.size() - digits - ending->size());
    if (!name.empty() && !name.starts_with('_')) {
        return std::nullopt;
    }
    name.remove_prefix(name.empty() ? 0 : 1);
    return NumberedFile{file, file.substr(0, digits), name, *ending};
}

bool is_of_one_way(std::string_view file) {
    return file.ends_with(".up.sql") || file.ends_with(".down.sql");
}

std::vector<NumberedFile> numbered_files(const SourceFolder& folder,
                                         const std::vector<std::string_view>& endings) {
    std::vector<NumberedFile> files;
    for (const auto& file : folder.files()) {
        if (const auto numbered = as_numbered(file, endings)) {
            files.push_back(*numbered);
        }
    }
    std::stable_sort(files.begin(), files.end(), [](const NumberedFile& a, const NumberedFile& b) {
        return is_less_number(a.version, b.version);
    });
    return files;
}

bool is_of_rust(const SourceFolder& folder) {
    constexpr std::array<std::string_view, 5> k_ways{"", "..", "../..", "../../..", "../../../.."};
    constexpr std::array<std::string_view, 3> k_rust{"Cargo.toml", ".sqlx", "refinery.toml"};
    constexpr std::array<std::string_view, 8> k_others{"go.mod",         "package.json",     "pom.xml",
                                                       "build.gradle",   "build.gradle.kts", "Gemfile",
                                                       "pyproject.toml", "composer.json"};
    for (const auto way : k_ways) {
        const auto is_there = [&](std::string_view file) {
            std::error_code ignored;
            return fs::exists(folder.root() / way / file, ignored);
        };
        if (std::any_of(k_rust.begin(), k_rust.end(), is_there)) {
            return true;
        }
        if (std::any_of(k_others.begin(), k_others.end(), is_there)) {
            return false;
        }
    }
    return false;
}

} // namespace headstart::imports
