#pragma once

#include "imports/source_folder.hpp"

#include <optional>
#include <string_view>
#include <vector>

/// Files whose names begin with the number that is their version, as most tools have them.
namespace headstart::imports {

/// "20240131_create_users.up.sql"
struct NumberedFile {
    std::string_view file;    ///< as the folder has it
    std::string_view version; ///< "20240131", as it is written
    std::string_view name;    ///< "create_users"
    std::string_view ending;  ///< ".up.sql", one of those asked for
};

/// The name taken apart; nothing for a file of another form, or in a subfolder. Of `endings` the longest
/// come first.
std::optional<NumberedFile> as_numbered(std::string_view file, const std::vector<std::string_view>& endings);

/// `.up.sql` and `.down.sql`: the way is told by the name, and what stands in the file is no marker of it.
bool is_of_one_way(std::string_view file);

/// All of a folder, in the order of their numbers; of one number, in that of their names.
std::vector<NumberedFile> numbered_files(const SourceFolder& folder,
                                         const std::vector<std::string_view>& endings);

/// Whether the project around a folder is written in Rust: of what stands above it, the nearest counts, so
/// that a service in Go below a workspace of Rust is one in Go.
bool is_of_rust(const SourceFolder& folder);

} // namespace headstart::imports
