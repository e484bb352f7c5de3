#pragma once

#include "database/migration.hpp"
#include "scripts/script_directory.hpp"

#include <vector>

namespace headstart::migrate {

/// Reads, parses and checks the section of every step before the first one runs, so that a mistake in the
/// last file leaves the database as it is. Sections that will not run are not looked at. Throws diag::Error
/// (usage) with what is wrong in all of the files.
std::vector<database::Migration> prepare(const scripts::ScriptDirectory& scripts,
                                         const std::vector<revision::Step>& steps, int server_version);

/// What a revision stands on, `Revises` and `Depends On` alike, as ids: for the journal.
std::vector<std::string> parents_of(const revision::RevisionGraph& graph, const revision::Revision& revision);

} // namespace headstart::migrate
