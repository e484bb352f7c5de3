#pragma once

#include "base/wait.hpp"

#include <string>
#include <vector>

namespace headstart::commands {

/// Who added each of the files to git; empty for one that git does not know. Best effort, and only for people
/// at a terminal: where standard error is none, git is not installed or takes longer than a second, nobody is
/// named. Nothing that stands in the repository is run, and git is given no secret. Throws base::Stopped.
std::vector<std::string> authors_of(const std::vector<std::string>& files, base::WaitContext stop);

} // namespace headstart::commands
