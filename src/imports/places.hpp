#pragma once

#include "imports/format.hpp"

#include <filesystem>
#include <string_view>
#include <vector>

/// Where the histories of a project are.
namespace headstart::imports {

/// The usual places of one format or of all (nullptr) that are there; each once, in their order.
std::vector<std::filesystem::path> usual_places(const Format* format);

/// What the usual places have, of the format that was named or (nullptr) of any. Of one folder the format
/// that it looks most like, or several that it looks like as much.
std::vector<Found> histories_in_usual_places(const Format* format);

/// The same of one folder or file.
std::vector<Found> histories_in(const std::filesystem::path& place, const Format* format);

/// The same of all folders below one, itself among them. Those of another database are left out where there
/// are more.
std::vector<Found> histories_below(const std::filesystem::path& place, const Format* format);

/// Where Format::reach goes below a folder that was named with its format: the folder itself, or the folders
/// of migrations in it, if it is a project.
std::vector<Found> histories_of_named(const std::filesystem::path& place, const Format& format);

/// Folders of numbered SQL, of which nothing tells the tool, and which SQLx could read.
std::vector<std::filesystem::path> plain_folders_below(const std::filesystem::path& place);

/// Whether one of the folders of a path is called as another database than PostgreSQL: "migrations/mysql".
bool is_for_other_database(std::string_view path);

} // namespace headstart::imports
