#pragma once

#include "database/migration.hpp"
#include "diag/reporter.hpp"
#include "postgres/activity/blockers.hpp"
#include "postgres/activity/progress.hpp"

#include <optional>
#include <span>
#include <vector>

namespace headstart::postgres {

/// What is known of a run that takes long.
struct ActivityReport {
    database::Work work;
    std::span<const database::Migration>
        migrations;                   ///< of one transaction, or one that runs outside; perhaps none
    base::milliseconds elapsed{0};    ///< since it began
    std::optional<Activity> activity; ///< empty where the server could not be asked
    std::vector<Blocker> blockers;
};

/// "applying revision 3f2a (up), at statement 3 of 10,000: CREATE INDEX … (migrations/3f2a_add.sql:12) has
/// been running for 20 s; building index: scanning table, 42 %; blocked by pid …": one record of level info,
/// event "progress".
void log_activity(const ActivityReport& report, sql::Literals literals, diag::Reporter& reporter);

} // namespace headstart::postgres
