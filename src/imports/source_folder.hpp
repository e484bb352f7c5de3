#pragma once

#include "diag/source.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace headstart::imports {

using Source = std::shared_ptr<const diag::SourceText>;

/// What an import reads: a folder with all that is below it, or one file. Hidden files and folders are left
/// out, those that package managers and builds fill, `src/test`, and links out of the folder.
class SourceFolder {
public:
    /// Lists it. Throws diag::Error (usage): it is not there, or cannot be read.
    explicit SourceFolder(const std::filesystem::path& path);

    /// The same of a folder below it, which is not listed again. Empty: itself.
    [[nodiscard]] SourceFolder below(std::string_view folder) const;

    /// The same without the files that are in folders.
    [[nodiscard]] SourceFolder without_folders() const;

    [[nodiscard]] const std::filesystem::path& root() const { return m_root; }

    /// The file that was named, as files() has it; nothing: a folder was.
    [[nodiscard]] const std::optional<std::string>& named_file() const { return m_named_file; }

    /// Paths below the root, their parts joined by `/`, in ascending order of their bytes.
    [[nodiscard]] const std::vector<std::string>& files() const { return m_files; }

    /// Links that were not followed, as files() has them: they lead out of the project, or to a folder.
    [[nodiscard]] const std::vector<std::string>& links() const { return m_links; }

    [[nodiscard]] bool has(std::string_view file) const;

    /// The path of a file as messages show it.
    [[nodiscard]] std::string shown(std::string_view file) const;

    /// The text of a file, without its byte order mark. Throws diag::Error (usage): it cannot be read, or is
    /// not UTF-8.
    [[nodiscard]] Source read(std::string_view file) const;

    /// The same of a file that need not be there, and may stand above the folder: `../flyway.conf`.
    [[nodiscard]] std::optional<Source> read_if_there(std::string_view file) const;

    /// The first bytes of a file, to see what it is; nothing if it cannot be read.
    [[nodiscard]] std::string beginning_of(std::string_view file) const;

    /// Whether read() was asked for it.
    [[nodiscard]] bool was_read(const std::string& file) const { return m_read.contains(file); }

    /// "", "../", "../../": itself and the folders around it, for read_if_there(), up to that of the
    /// repository or the one where the command runs, in which a tool would be run as well.
    [[nodiscard]] std::vector<std::string> ways_up() const;

private:
    SourceFolder() = default;

    void list(const std::filesystem::path& folder, const std::string& prefix, int depth);
    [[nodiscard]] bool is_in_project(const std::filesystem::path& path) const;

    std::filesystem::path m_root;
    std::optional<std::string> m_named_file;
    std::vector<std::string> m_files;
    std::vector<std::string> m_links;
    mutable std::set<std::string, std::less<>> m_read;
};

/// "create_users.up.sql" of "db/create_users.up.sql".
std::string_view base_name(std::string_view file);

/// "db" of "db/create_users.up.sql"; empty where there is none.
std::string_view folder_of(std::string_view file);

} // namespace headstart::imports
