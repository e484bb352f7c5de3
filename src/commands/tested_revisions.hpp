#pragma once

#include "commands/context.hpp"
#include "revision/revision.hpp"

#include <set>
#include <string>
#include <vector>

namespace headstart::commands {

/// The revisions that words name: as `show` takes them ("head", "-1", "current"), a range as `history` does
/// ("3f2a1c:head", both ends included), or what an upgrade would run ("+2"). No words: all. The database is
/// asked only where a word counts from it. Throws diag::Error (usage).
std::set<const revision::Revision*> select_tested(Context& context, const scripts::ScriptDirectory& scripts,
                                                  const std::vector<std::string>& words);

} // namespace headstart::commands
