#pragma once

#include "commands/context.hpp"
#include "commands/imported.hpp"
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
    /// Makes what a database has before the first revision; nothing: it is empty.
    std::function<void(prove::ScratchDatabase& database)> prepare = {};
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

/// Upgrades one scratch database by the new files and another one by the tool, and compares their catalogues
/// and their rows; then both go back to base as far as both can. `recorded` is one that the tool has upgraded
/// before: what differs between two of its own runs, as the time of a row, is not compared. Adds what was
/// found to the report. Throws diag::Error where the tool or the server cannot be had; base::Stopped.
void add_proof(ProofReport& report, Context& context, const OtherTool& tool,
               const scripts::ScriptDirectory& scripts, const prove::ScratchServer& server,
               prove::ScratchDatabase& recorded);

/// The report's last sentence where nobody wants the proof, or there can be none.
void add_no_proof(ProofReport& report);

} // namespace headstart::commands
