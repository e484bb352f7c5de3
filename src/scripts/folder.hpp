#pragma once

#include "diag/source.hpp"
#include "scripts/look_alike.hpp"
#include "scripts/migration_file.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <vector>

namespace headstart::scripts {

/// How a folder of migrations is read.
struct FolderRules {
    bool recursive = false;
    std::uint64_t most_bytes = std::uint64_t{1} << 30U; ///< of one file
    /// Where a link may lead; empty: into the folder itself. One to elsewhere is told
    /// (SourceText::link_target).
    std::vector<std::filesystem::path> trusted_folders = {};
};

/// The `*.sql` files of a folder in ascending file-name order (Alembic's load order; code points, no locale),
/// hidden files and `template.sql` left out. Subfolders are skipped unless `recursive`: then each folder's
/// own files come first and its subfolders follow, in order of their names, hidden ones left out. Of a long
/// file no more is read, and looked at, than its header. Throws
/// diag::Error (usage): the folder is missing, is none or cannot be read, a file cannot be read, is none, is
/// too large or not UTF-8 (all such files at once). To `passed_over` is added what is not read, though its
/// author may think so: files that are named nearly so, subfolders that hold some.
std::vector<MigrationFile> read_folder(const std::filesystem::path& folder, const FolderRules& rules = {},
                                       std::vector<PassedOver>* passed_over = nullptr);

/// Texts that are only in memory, with the paths they would have as files; in the order given. Throws
/// diag::Error (usage): what is not UTF-8, all at once.
std::vector<MigrationFile> files_in_memory(std::vector<diag::SourceText> texts);

} // namespace headstart::scripts
