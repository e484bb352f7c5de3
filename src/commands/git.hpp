#pragma once

#include "base/wait.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

/// git is asked for what stands in no file, for people at a terminal alone. What stands in the folder may be
/// a stranger's, a repository's configuration too: nothing of it is run, and git is given no secret.
namespace headstart::commands {

class Git {
public:
    /// Nothing where git is not installed, or nobody reads at a terminal what it would say.
    static std::optional<Git> for_people();

    /// What a git command prints to standard output, run in `folder`; nothing where it fails or takes longer
    /// than the limits. Throws base::Stopped.
    [[nodiscard]] std::optional<std::string> ask(const std::vector<std::string>& arguments,
                                                 const std::filesystem::path& folder,
                                                 const base::WaitLimits& limits) const;

private:
    explicit Git(std::string program)
        : m_program(std::move(program)) {}

    std::string m_program;
};

} // namespace headstart::commands
