#pragma once

#include "commands/context.hpp"

#include <filesystem>
#include <functional>
#include <string_view>

/// What `init` and `import` do to make a folder a project.
namespace headstart::commands {

/// One line for each thing that is made, in Alembic's words: "Creating directory …". Throws diag::Error
/// (usage, cannot_write) where `work` ends with std::system_error.
void make_told(std::string_view what, const std::filesystem::path& path, const std::function<void()>& work);

/// The folder is the project's from now on: by a new headstart.toml; where there is one already it is told
/// what it would have to say. The heads file is written, as the settings then say.
void configure_project(Context& context, const std::filesystem::path& folder);

} // namespace headstart::commands
