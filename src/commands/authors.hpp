#pragma once

#include "base/wait.hpp"

#include <string>
#include <vector>

namespace headstart::commands {

/// Who added each of the files to git; empty for one that git does not know. Best effort, for messages: where
/// git is not installed or takes longer than a second, nobody is named. Throws base::Stopped.
std::vector<std::string> authors_of(const std::vector<std::string>& files, base::WaitContext stop);

} // namespace headstart::commands
