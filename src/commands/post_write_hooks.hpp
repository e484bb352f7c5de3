#pragma once

#include "commands/context.hpp"

#include <filesystem>

namespace headstart::commands {

/// Runs the commands of `post_write_hooks` on a new file, in order. One that fails is a warning: the file is
/// there, and stays. Throws base::Stopped.
void run_post_write_hooks(const Context& context, const std::filesystem::path& file);

} // namespace headstart::commands
