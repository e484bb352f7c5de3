#pragma once

#include "revision/offline.hpp"
#include "scripts/script_directory.hpp"

#include <chrono>
#include <string>
#include <vector>

/// `--sql`: what a run would do, as a script for psql. No connection is made; every section is parsed and
/// checked before anything is returned.
namespace headstart::migrate {

struct OfflineOptions {
    std::string version_table;
    std::string version_table_schema; ///< empty: where the search_path of the script's session has it
    std::chrono::milliseconds lock_timeout{0};
    bool transaction_per_migration = true;
    std::string tag; ///< a word of the caller's at the top; empty: none
};

/// `range`: TO, or FROM:TO.
std::string offline_upgrade(const scripts::ScriptDirectory& scripts, std::string_view range,
                            const OfflineOptions& options);
/// `range`: FROM:TO.
std::string offline_downgrade(const scripts::ScriptDirectory& scripts, std::string_view range,
                              const OfflineOptions& options);
std::string offline_stamp(const scripts::ScriptDirectory& scripts, const std::vector<std::string>& ranges,
                          const OfflineOptions& options);
/// The version table and the journal, where they are missing.
std::string offline_ensure_version(const OfflineOptions& options);

} // namespace headstart::migrate
