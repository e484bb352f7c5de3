#include "imports/source_folder.hpp"

#include "base/directory.hpp"
#include "base/file.hpp"
#include "base/utf8.hpp"
#include "base/whole_path.hpp"
#include "diag/codes.hpp"
#include "diag/refusal.hpp"
#include "scripts/migration_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <system_error>
#include <vector>

namespace headstart::imports {

namespace fs = std::filesystem;

namespace {

/// Below the folder that was named.
constexpr int k_deepest_folder = 12;

/// From a folder that nothing tells the end of its project of.
constexpr int k_most_folders_up = 4;

/// That hold other people's files, or copies that a build has made.
constexpr std::array<std::string_view, 8> k_foreign{"node_modules", "vendor", "target", "build",
                                                    "__pycache__",  "dist",   "bin",    "out"};

/// Of one file: what tools that run a file at once can take.
constexpr base::FileRules k_rules{.most_bytes = std::uint64_t{1} << 30U};

/// What was shown to be in UTF-8 and in memory.
constexpr std::size_t k_beginning = 16 << 10U;

diag::Error unreadable(const std::string& shown, const std::error_code& reason) {
    return diag::refusal(diag::code::not_imported, fmt::format("cannot read {}: {}", shown, reason.message()),
                         diag::hint_about_file(reason, "check the owner and mode of the file; nothing was "
                                                       "written"));
}

Source without_mark(std::string shown, std::string text) {
    if (text.starts_with(base::k_utf8_bom)) {
        text.erase(0, base::k_utf8_bom.size());
    }
    return std::make_shared<const diag::SourceText>(diag::SourceText{std::move(shown), std::move(text)});
}

Source read_text(const fs::path& path, const std::string& shown) {
    auto text = base::read_file(path, k_rules);
    const scripts::MigrationFile file(diag::SourceText{shown, text});
    if (auto problem = file.encoding_problem()) {
        problem->hint += "; nothing was written";
        throw diag::Error(diag::ExitCode::usage, *std::move(problem));
    }
    return without_mark(shown, std::move(text));
}

/// A project holds folders that are another user's, such as a database's: no history is in them.
std::vector<base::DirectoryEntry> entries_if_readable(const fs::path& folder) {
    try {
        return base::list_directory(folder);
    } catch (const std::system_error&) {
        return {};
    }
}

/// A folder that no history of the project's own is in; `src/test` has the rows of tests.
bool is_foreign_folder(const std::string& prefix, const std::string& name) {
    return std::find(k_foreign.begin(), k_foreign.end(), name) != k_foreign.end() ||
           (name == "test" && ("/" + prefix).ends_with("/src/"));
}

/// Of sorted names, without the prefix.
std::vector<std::string> names_below(const std::vector<std::string>& names, const std::string& prefix) {
    std::vector<std::string> below;
    for (auto at = std::lower_bound(names.begin(), names.end(), prefix);
         at != names.end() && at->starts_with(prefix); ++at) {
        below.push_back(at->substr(prefix.size()));
    }
    return below;
}

} // namespace

SourceFolder::SourceFolder(const fs::path& path)
    : m_root(path) {
    try {
        if (fs::is_regular_file(fs::status(path))) {
            m_root = path.has_parent_path() ? path.parent_path() : fs::path(".");
            m_named_file = path.filename().string();
        }
        list(m_root, "", 0);
    } catch (const std::system_error& error) {
        throw unreadable(base::whole_path(path), error.code());
    }
    std::sort(m_files.begin(), m_files.end());
    std::sort(m_links.begin(), m_links.end());
}

/// A link may lead there: one that leads out would bring whatever this user can read into the new files.
bool SourceFolder::is_in_project(const fs::path& path) const {
    return base::place_outside(path, {m_root / ways_up().back()}).empty();
}

void SourceFolder::list(const fs::path& folder, const std::string& prefix, int depth) {
    const auto entries = depth == 0 ? base::list_directory(folder) : entries_if_readable(folder);
    for (const auto& entry : entries) {
        const bool is_foreign = entry.name.starts_with('.') || (entry.type == fs::file_type::directory &&
                                                                is_foreign_folder(prefix, entry.name));
        const auto path = folder / entry.name;
        const bool is_folder = entry.type == fs::file_type::directory;
        if (is_foreign) {
            continue;
        }
        if (entry.is_link && (is_folder || !is_in_project(path))) {
            m_links.push_back(prefix + entry.name);
        } else if (entry.type == fs::file_type::regular) {
            m_files.push_back(prefix + entry.name);
        } else if (is_folder && depth < k_deepest_folder) {
            list(path, prefix + entry.name + "/", depth + 1);
        }
    }
}

SourceFolder SourceFolder::below(std::string_view folder) const {
    if (folder.empty()) {
        return *this;
    }
    SourceFolder part;
    part.m_root = m_root / folder;
    const auto prefix = std::string(folder) + "/";
    part.m_files = names_below(m_files, prefix);
    part.m_links = names_below(m_links, prefix);
    return part;
}

SourceFolder SourceFolder::without_folders() const {
    SourceFolder part;
    part.m_root = m_root;
    const auto is_here = [](const std::string& file) { return file.find('/') == std::string::npos; };
    std::copy_if(m_files.begin(), m_files.end(), std::back_inserter(part.m_files), is_here);
    std::copy_if(m_links.begin(), m_links.end(), std::back_inserter(part.m_links), is_here);
    return part;
}

bool SourceFolder::has(std::string_view file) const {
    return std::binary_search(m_files.begin(), m_files.end(), file);
}

std::string SourceFolder::shown(std::string_view file) const {
    return (m_root / file).lexically_normal().string();
}

Source SourceFolder::read(std::string_view file) const {
    m_read.emplace(file);
    try {
        return read_text(m_root / file, shown(file));
    } catch (const std::system_error& error) {
        throw unreadable(shown(file), error.code());
    }
}

std::optional<Source> SourceFolder::read_if_there(std::string_view file) const {
    std::error_code ignored;
    if (!fs::is_regular_file(m_root / file, ignored)) {
        return std::nullopt;
    }
    return read(file);
}

std::vector<std::string> SourceFolder::ways_up() const {
    std::error_code ignored;
    const auto here = fs::weakly_canonical(".", ignored);
    auto at = fs::weakly_canonical(m_root, ignored);
    const bool is_below_here = base::place_outside(at, {here}).empty();
    const int most = is_below_here ? k_deepest_folder : k_most_folders_up;
    std::vector<std::string> ways{""};
    while (at != here && at.has_relative_path() && !fs::exists(at / ".git", ignored) &&
           ways.size() <= static_cast<std::size_t>(most)) {
        ways.push_back(ways.back() + "../");
        at = at.parent_path();
    }
    return ways;
}

std::string SourceFolder::beginning_of(std::string_view file) const {
    try {
        return base::read_beginning(m_root / file, k_beginning, k_rules).text;
    } catch (const std::system_error&) {
        return {};
    }
}

std::string_view base_name(std::string_view file) {
    return file.substr(file.rfind('/') + 1);
}

std::string_view folder_of(std::string_view file) {
    const auto slash = file.rfind('/');
    return slash == std::string_view::npos ? std::string_view{} : file.substr(0, slash);
}

} // namespace headstart::imports
