#pragma once

#include "database/offline_script.hpp"
#include "revision/offline.hpp"
#include "scripts/script_directory.hpp"

#include <string>
#include <vector>

/// `--sql`: what a run would do, as a script for psql. No connection is made; every section is parsed and
/// checked before anything is added to it.
namespace headstart::migrate {

struct ScriptOptions {
    bool transaction_per_migration = true;
    std::string tag; ///< a word of the caller's at the top; empty: none
};

/// `range`: TO, or FROM:TO.
void write_upgrade(database::OfflineScript& script, const scripts::ScriptDirectory& scripts,
                   std::string_view range, const ScriptOptions& options);
/// `range`: FROM:TO.
void write_downgrade(database::OfflineScript& script, const scripts::ScriptDirectory& scripts,
                     std::string_view range, const ScriptOptions& options);
void write_stamp(database::OfflineScript& script, const scripts::ScriptDirectory& scripts,
                 const std::vector<std::string>& ranges, const ScriptOptions& options);
/// The version table and the journal, where they are missing.
void write_ensure_version(database::OfflineScript& script, const ScriptOptions& options);

} // namespace headstart::migrate
