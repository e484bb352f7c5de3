#pragma once

#include "commands/command_line.hpp"

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// What fits where the cursor stands, made of the tables that make help. No shell is known here.
namespace headstart::commands {

/// One word that may be meant.
struct Candidate {
    std::string word;
    std::string description; ///< one line
};

/// What else fits, which the shell knows best.
enum class ShellKnows { nothing, files, folders, programs };

struct Completion {
    std::vector<Candidate> candidates; ///< whole words
    ShellKnows others = ShellKnows::nothing;
};

/// The revisions of the folder that the flags typed so far name.
using RevisionNames = std::function<std::vector<Candidate>(const settings::FlagValues&)>;

/// `words`: what stands behind `headstart`, the last of them being typed and perhaps empty. `revisions` is
/// asked only where one fits. A word that a shell would not read as itself is never offered: names come from
/// files that others wrote.
Completion complete_words(std::span<const std::string> words, Commands commands,
                          const RevisionNames& revisions);

} // namespace headstart::commands
