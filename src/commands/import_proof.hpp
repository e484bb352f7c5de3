#pragma once

#include "commands/context.hpp"
#include "imports/history.hpp"
#include "prove/scratch_database.hpp"

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

/// Whether the new files do what the old ones did, found by doing both.
namespace headstart::commands {

/// How the tool itself migrates a scratch database, whose URL it is given.
struct OtherTool {
    std::string title; ///< as people call it
    /// From nothing to its heads; nothing: it has upgraded the recorded one, and that has to do.
    std::function<void(const std::string& url)> upgrade = {};
    std::function<void(const std::string& url)> downgrade = {}; ///< all the way back
    /// One revision further; its id, or nothing at the heads. Where it is there, each revision is compared.
    std::function<std::optional<std::string>(const std::string& url)> upgrade_by_one = {};
    std::vector<std::string> own_tables = {}; ///< and sequences, which are no part of the schema
};

/// Where the application's Python may run: a server of our own, where nobody has said where. It may do what
/// acts on the whole server, and its database's server is no place for that.
prove::ScratchServer server_for_python(Context& context);

struct ImportProof {
    std::size_t compared = 0;               ///< revisions behind which both sides were compared
    std::size_t applied = 0;                ///< revisions that headstart has applied; all, unless one fails
    std::size_t undone = 0;                 ///< revisions that were undone again, on both sides
    std::vector<std::string> notes;         ///< what the way back could not show, a sentence each
    std::vector<imports::Remark> differing; ///< where the two are not the same
};

/// Upgrades one scratch database by the new files and another one by the tool, and compares their catalogues
/// and their rows; then both go back to base as far as both can. `recorded` is one that the tool has upgraded
/// before: what differs between two of its own runs, as the time of a row, is not compared. Throws
/// diag::Error where the tool or the server cannot be had; base::Stopped.
ImportProof prove_import(Context& context, const OtherTool& tool, const scripts::ScriptDirectory& scripts,
                         const prove::ScratchServer& server, prove::ScratchDatabase& recorded);

/// For the report: what was proved.
std::vector<std::string> sentences_of(const ImportProof& proof, const OtherTool& tool, std::size_t revisions);

} // namespace headstart::commands
