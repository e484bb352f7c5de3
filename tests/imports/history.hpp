#pragma once

#include "support/project.hpp"

#include <string>
#include <vector>

namespace headstart::test {

/// A project that holds another tool's files, one of the histories of tests/golden/importing.
struct OtherProject : Project {
    /// `history`: the name of its folder.
    explicit OtherProject(const std::string& history);

    /// `headstart import …` into `headstart/`, which is the project's folder from then on.
    Outcome import(std::vector<std::string> arguments);

    /// The relations, functions and schemas that migrations have made: "r users, i users_pkey, f one".
    std::string objects();
};

} // namespace headstart::test
