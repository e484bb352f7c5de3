#pragma once

#include "commands/context.hpp"
#include "scripts/section_text.hpp"

#include <optional>
#include <string>
#include <vector>

namespace headstart::commands {

/// What its sections hold from the beginning.
struct NewSections {
    scripts::SectionText up;
    scripts::SectionText down;
};

/// What the two verbs that write a file want of it.
struct NewFile {
    std::vector<std::string> parents;         ///< as typed: heads, ids, beginnings
    std::optional<std::string> message = {};  ///< nothing: one is made up
    std::optional<NewSections> sections = {}; ///< nothing: empty ones
    bool joins = false;                       ///< all heads, if so named, must be several
};

/// What `revision` and `merge` do: writes a file, by the options of the two: --rev-id, --splice,
/// --branch-label, --depends-on, --version-path, --sql. Everything is checked before anything is written: a
/// file that cannot be loaded would lock the user out of every command. The heads file follows, and the
/// post-write hooks.
int write_new_file(Context& context, const Arguments& arguments, const NewFile& wanted);

/// Writes the heads file anew from what the folder now holds, if the setting asks for one.
void update_heads_file(Context& context);

} // namespace headstart::commands
