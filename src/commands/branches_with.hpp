#pragma once

#include "base/wait.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace headstart::commands {

/// A sentence for each id that a branch of the folder's git repository has in a file of that folder: "git
/// branch feature/phones has 3f2a, in migrations/3f2a_add_phone.sql". Best effort, and only for people at a
/// terminal (git.hpp), within a second. Throws base::Stopped.
std::vector<std::string> notes_about_branches(const std::vector<std::string>& ids,
                                              const std::filesystem::path& folder, base::WaitContext stop);

} // namespace headstart::commands
