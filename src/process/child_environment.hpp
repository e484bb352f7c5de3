#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace headstart::process {

/// The variables that a child is given. What spawns a child asks for one, so that none inherits ours unseen.
class ChildEnvironment {
public:
    /// This process's, less those of these names.
    static ChildEnvironment without(const std::vector<std::string>& names);

    /// Of this process's only those of these names; "LC_*" is each that begins so.
    static ChildEnvironment only(const std::vector<std::string_view>& names);

    /// Adds a variable, in the place of one of that name.
    ChildEnvironment& set(std::string_view name, std::string_view value);

    /// As execve(2) takes them, for as long as this lives unchanged.
    [[nodiscard]] std::vector<char*> pointers();

private:
    std::vector<std::string> m_pairs; ///< NAME=value
};

} // namespace headstart::process
