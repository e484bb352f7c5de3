#pragma once

#include "database/session.hpp"
#include "diag/diagnostic.hpp"
#include "scripts/script_directory.hpp"

#include <span>
#include <vector>

namespace headstart::migrate {

/// Reads, parses and checks the section of every step before the first one runs, so that a mistake in the
/// last file leaves the database as it is. Sections that will not run are not looked at. What only the server
/// can tell to be SQL, it is asked (server_grammar.hpp). Throws diag::Error (usage) with what is wrong in all
/// of the files.
std::vector<database::Migration> prepare(const scripts::ScriptDirectory& scripts,
                                         const std::vector<revision::Step>& steps,
                                         database::Session& session);

/// The same for a server that nobody can ask.
std::vector<database::Migration> prepare_offline(const scripts::ScriptDirectory& scripts,
                                                 const std::vector<revision::Step>& steps);

/// What is wrong in any section of the folder, also those that no upgrade will run: applied ones, and the way
/// down. They stop nothing until they are needed, on a new database or in an emergency.
std::vector<diag::Diagnostic> find_section_problems(const scripts::ScriptDirectory& scripts,
                                                    database::Session& session);

/// What goes into one transaction from the front of `migrations`: one, or all that follow one another and may
/// share it. One that is not transactional is alone, and one that begins with SET TRANSACTION the first of
/// its own.
std::span<const database::Migration> next_group(std::span<const database::Migration> migrations,
                                                bool transaction_per_migration);

/// The steps with what the journal says of them; `known_from` in the place of the revisions' messages.
std::vector<database::Stamp> stamps_of(const revision::RevisionGraph& graph,
                                       std::vector<revision::StampStep> steps,
                                       const std::string& known_from = {});

/// What a revision stands on, `Revises` and `Depends On` alike, as ids: for the journal.
std::vector<std::string> parents_of(const revision::RevisionGraph& graph, const revision::Revision& revision);

} // namespace headstart::migrate
