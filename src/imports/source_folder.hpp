#pragma once

#include "diag/source.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace headstart::imports {

using Source = std::shared_ptr<const diag::SourceText>;

/// What an import reads: a folder with all that is below it, or one file. Hidden files and folders are left
/// out, those that package managers fill, and links out of the folder.
class SourceFolder {
public:
    /// Lists it. Throws diag::Error (usage): it is not there, or cannot be read.
    explicit SourceFolder(const std::filesystem::path& path);

    [[nodiscard]] const std::filesystem::path& root() const { return m_root; }

    /// The file that was named, as files() has it; nothing: a folder was.
    [[nodiscard]] const std::optional<std::string>& named_file() const { return m_named_file; }

    /// Paths below the root, their parts joined by `/`, in ascending order of their bytes.
    [[nodiscard]] const std::vector<std::string>& files() const { return m_files; }

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

private:
    void list(const std::filesystem::path& folder, const std::string& prefix, int depth);

    std::filesystem::path m_root;
    std::optional<std::string> m_named_file;
    std::vector<std::string> m_files;
};

/// "create_users.up.sql" of "db/create_users.up.sql".
std::string_view base_name(std::string_view file);

/// "db" of "db/create_users.up.sql"; empty where there is none.
std::string_view folder_of(std::string_view file);

} // namespace headstart::imports
