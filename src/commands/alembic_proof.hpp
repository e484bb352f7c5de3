#pragma once

#include "commands/alembic_history.hpp"
#include "prove/scratch_database.hpp"

#include <cstddef>
#include <string>
#include <vector>

/// Whether the new files do what the Python did, found by doing both.
namespace headstart::commands {

struct AlembicProof {
    std::size_t applied = 0; ///< revisions that headstart has applied; all, unless one fails
    std::size_t undone = 0;  ///< revisions that were undone again, on both sides
    std::vector<std::string> notes;      ///< what the way back could not show, a sentence each
    imports::History found;              ///< only its reviews: where the two differ
};

/// Upgrades one scratch database by the new files and another one by Alembic, and compares their catalogues and
/// their rows; then both go back to base as far as both can. `recorded` is a third one, which Alembic has
/// upgraded before: what differs between two of Alembic's own runs, as the time of a row, is not compared.
/// Throws diag::Error where Alembic or the server cannot be had; base::Stopped.
AlembicProof prove_import(Context& context, const AlembicProject& project,
                          const scripts::ScriptDirectory& scripts, const prove::ScratchServer& server,
                          prove::ScratchDatabase& recorded);

} // namespace headstart::commands
