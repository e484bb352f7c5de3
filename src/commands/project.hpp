#pragma once

#include "commands/context.hpp"

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

/// What `init` and `import` do to make a folder a project.
namespace headstart::commands {

/// One line for each thing that is made, in Alembic's words: "Creating directory …". Throws diag::Error
/// (usage, cannot_write) where `work` ends with std::system_error.
void make_told(std::string_view what, const std::filesystem::path& path, const std::function<void()>& work);

/// What a new headstart.toml is to say beside its folder: a setting's name, and its value as TOML writes it.
using ProjectSettings = std::map<std::string, std::string, std::less<>>;

/// The folder is the project's from now on: by a new headstart.toml; where there is one already it is told
/// what it would have to say. The heads file is written, as the settings then say. `locations`: the folders
/// that the migrations are in, if it is not that one alone.
void configure_project(Context& context, const std::filesystem::path& folder, ProjectSettings project = {},
                       const std::vector<std::filesystem::path>& locations = {});

} // namespace headstart::commands
