#pragma once

#include "database/activity.hpp"
#include "database/blockers.hpp"
#include "database/migration.hpp"

#include <optional>
#include <span>
#include <vector>

namespace headstart::database {

/// What is known of a run that takes long.
struct ActivityReport {
    std::span<const Migration> migrations; ///< of one transaction, or one that runs outside
    base::milliseconds elapsed{0};         ///< since the first of them began
    std::optional<Activity> activity;      ///< empty where the server could not be asked
    std::vector<Blocker> blockers;
};

/// "applying revision 3f2a (up): CREATE INDEX … (migrations/3f2a_add.sql:12) has been running for 20 s;
/// building index: scanning table, 42 %; blocked by pid …": one record of level info, event "progress".
void log_activity(const ActivityReport& report, sql::Literals literals);

} // namespace headstart::database
