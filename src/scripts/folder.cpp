#include "scripts/folder.hpp"

#include "base/directory.hpp"
#include "base/file.hpp"
#include "base/whole_path.hpp"
#include "diag/codes.hpp"
#include "diag/refusal.hpp"
#include "scripts/header.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <optional>
#include <system_error>
#include <utility>

namespace headstart::scripts {

namespace fs = std::filesystem;

namespace {

[[noreturn]] void refuse_folder(const fs::path& folder, const std::error_code& reason) {
    diag::Diagnostic problem;
    problem.code = diag::code::bad_folder;
    problem.message =
        fmt::format("cannot read the migrations folder {}: {}", base::whole_path(folder), reason.message());
    problem.hint =
        reason == std::errc::no_such_file_or_directory
            ? "is it mounted or copied into the image? name it with --dir or HEADSTART_DIR; "
              "`headstart init` makes a new one"
        : reason == std::errc::not_a_directory
            ? "name the folder that holds the migrations, with --dir or HEADSTART_DIR"
            : diag::hint_about_file(reason,
                                    "check the folder's owner and mode, and the user that headstart runs as");
    throw diag::Error(diag::ExitCode::usage, std::move(problem));
}

struct Entry {
    std::string name;
    std::string path;
    bool is_link;
    bool is_plain; ///< a file, and no link: as the folder says
};

bool is_migration(std::string_view name) {
    return name.ends_with(".sql") && name != "template.sql";
}

/// Entries of sub-folders that are looked at; a tree that is no migrations folder may have millions.
constexpr int k_most_entries = 10'000;

/// Or what looks like some, at any depth.
bool holds_migrations(const fs::path& folder) {
    std::error_code reason;
    fs::recursive_directory_iterator entries(folder, fs::directory_options::skip_permission_denied, reason);
    for (int count = 0; !reason && entries != fs::recursive_directory_iterator() && count < k_most_entries;
         ++count, entries.increment(reason)) {
        const auto name = entries->path().filename().string();
        std::error_code unknown;
        if (name.starts_with('.')) {
            entries.disable_recursion_pending();
        } else if ((is_migration(name) || looks_like_migration(name)) && !entries->is_directory(unknown)) {
            return true;
        }
    }
    return false;
}

/// A file without an ending that begins as migrations do.
bool has_header(const fs::directory_entry& file) {
    constexpr std::size_t k_longest_header = 4096;
    std::error_code unknown;
    if (file.path().has_extension() || !file.is_regular_file(unknown)) {
        return false;
    }
    std::string text(k_longest_header, '\0');
    std::ifstream stream(file.path(), std::ios::binary);
    stream.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(stream.gcount()));
    if (text.find("Revision ID") == std::string::npos) {
        return false;
    }
    std::vector<diag::Diagnostic> problems;
    return !read_header(
                std::make_shared<const diag::SourceText>(diag::SourceText{file.path().string(), text, ""}),
                problems)
                .id.empty();
}

/// What a walk through folders finds: files in load order, and what is no part of it.
struct Listing {
    std::vector<Entry> files;
    std::vector<PassedOver> passed_over;
};

/// Where the schema that migrations are made from may stand beside them.
constexpr std::string_view k_declared = "schema";

void pass_over_folder(const fs::directory_entry& folder, Listing& found) {
    if (folder.path().filename() == k_declared) {
        return;
    }
    std::error_code unknown;
    const bool leads_back = fs::equivalent(folder.path(), folder.path().parent_path(), unknown);
    if (!leads_back && holds_migrations(folder.path())) {
        found.passed_over.push_back(
            {folder.path().string(),
             folder.is_symlink(unknown) ? "it is a link to a folder, and none is followed; version_locations "
                                          "has it read"
                                        : "it is a sub-folder: recursive_version_locations = true, or "
                                          "version_locations, has such read"});
    }
}

/// A file that is no migration by its name, but may have been meant as one.
void pass_over_file(const fs::directory_entry& file, Listing& found) {
    const auto name = file.path().filename().string();
    if (name != "template.sql" && (looks_like_migration(name) || has_header(file))) {
        found.passed_over.push_back({file.path().string(), "its name does not end in \".sql\""});
    }
}

std::vector<base::DirectoryEntry> entries_of(const fs::path& folder) try {
    return base::list_directory(folder);
} catch (const std::system_error& error) {

    refuse_folder(folder, error.code());
}

/// Adds the files of a folder to `found`, then those of its subfolders.
void list_sql_files(const fs::path& folder, bool recursive, Listing& found) {
    std::vector<Entry> files;
    std::vector<std::string> subfolders;
    const auto prefix = (folder / "").string();
    for (auto& [name, type, is_link] : entries_of(folder)) {
        if (name.starts_with('.')) {
            continue;
        }
        // What cannot be looked at is no folder: reading it will tell why. A link to a folder may lead back
        // to where it stands: not followed.
        std::error_code unknown;
        const bool is_folder = type == fs::file_type::directory;
        if (is_folder && recursive && !is_link) {
            subfolders.push_back(std::move(name));
        } else if (is_migration(name)) {
            auto path = prefix + name;
            files.push_back(
                {std::move(name), std::move(path), is_link, !is_link && type == fs::file_type::regular});
        } else if (is_folder) {
            pass_over_folder(fs::directory_entry(prefix + name, unknown), found);
        } else {
            pass_over_file(fs::directory_entry(prefix + name, unknown), found);
        }
    }
    std::sort(files.begin(), files.end(), [](const Entry& a, const Entry& b) { return a.name < b.name; });
    std::sort(subfolders.begin(), subfolders.end());
    auto& all = found.files;
    all.insert(all.end(), std::make_move_iterator(files.begin()), std::make_move_iterator(files.end()));
    for (const auto& name : subfolders) {
        list_sql_files(folder / name, recursive, found);
    }
}

/// Files as they come, and what is wrong with them.
struct Found {
    std::vector<MigrationFile> files;
    std::vector<diag::Diagnostic> problems;

    void add(MigrationFile file) {
        files.push_back(std::move(file));
        if (auto problem = files.back().encoding_problem()) {
            problems.push_back(std::move(*problem));
        }
    }

    std::vector<MigrationFile> take() && {
        if (!problems.empty()) {
            throw diag::Error(diag::ExitCode::usage, std::move(problems));
        }
        return std::move(files);
    }
};

} // namespace

std::vector<MigrationFile> read_folder(const fs::path& folder, const FolderRules& rules,
                                       std::vector<PassedOver>* passed_over) {
    Found found;
    Listing listing;
    list_sql_files(folder, rules.recursive, listing);
    if (passed_over != nullptr) {
        auto& names = listing.passed_over; // in the order in which the file system has them, until now
        std::sort(names.begin(), names.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
        passed_over->insert(passed_over->end(), names.begin(), names.end());
    }
    const auto trusted = rules.trusted_folders.empty() ? std::vector{folder} : rules.trusted_folders;
    found.files.reserve(listing.files.size());
    for (const auto& file : listing.files) {
        try {
            found.add({{file.path, {}, file.is_link ? base::place_outside(file.path, trusted).string() : ""},
                       rules.most_bytes,
                       file.is_plain});
        } catch (const std::system_error& error) {
            found.problems.push_back(describe_unreadable(file.path, error.code(), rules.most_bytes));
        }
    }
    return std::move(found).take();
}

std::vector<MigrationFile> files_in_memory(std::vector<diag::SourceText> texts) {
    Found found;
    for (auto& text : texts) {
        found.add(MigrationFile(std::move(text)));
    }
    return std::move(found).take();
}

} // namespace headstart::scripts
