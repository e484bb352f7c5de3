#pragma once

#include "base/wait.hpp"
#include "database/failures.hpp"
#include "database/migration.hpp"
#include "diag/reporter.hpp"
#include "pg/connection.hpp"
#include "pg/conninfo.hpp"
#include "postgres/activity/blockers.hpp"
#include "postgres/activity/report.hpp"

#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace headstart::postgres {

struct WatchOptions {
    base::milliseconds look_every{750}; ///< at who blocks: less than deadlock_timeout (1 s) and lock_timeout
    base::milliseconds log_every{10'000};
    sql::Literals literals = sql::Literals::hidden; ///< of the SQL that is quoted
};

/// How often to look so that who blocks has been seen before the server gives up waiting.
base::milliseconds look_interval(base::milliseconds lock_timeout);

/// Looks from a second session at what the first one does while a migration runs in it: that one is busy, and
/// once the server has given up waiting nobody can say any more who was in the way. Logs what runs, how far
/// it is and who blocks it.
///
/// The second session is opened when a migration has taken longer than a first interval, and only used from
/// inside the waits of the first one, as their pulse, and keeps the pulse of their stop token too. Whatever
/// it fails at (no connection left, no rights, a pooler in between) is no business of the migration's: it is
/// logged for debugging, and tried again later.
class ActivityWatch final : public base::Pulse {
public:
    ActivityWatch(pg::Conninfo conninfo, WatchOptions options, diag::Reporter& reporter,
                  base::WaitContext stop);

    /// Watches this connection from now on. Behind a pooler nobody can say which session is at work: nothing
    /// is looked at there.
    void attach(pg::Connection& connection, bool is_pooled);

    /// Runs `attempt`, which does this work on the connection (perhaps by applying these migrations), and
    /// watches it. Errors of it leave explained.
    void during(const database::Work& work, std::span<const database::Migration> migrations,
                const std::function<void()>& attempt);

    /// What is watched has come to this, as a part of what it does.
    void turn_to(const database::Work& work, std::span<const database::Migration> migrations);

    /// From the next run on.
    void look_every(base::milliseconds interval) { m_options.look_every = interval; }

    /// Adds a note for each session that was in the way to an error that says that a lock was not had, or of
    /// a deadlock. Once for each time it was seen.
    void explain(database::Refused& error);
    /// The same to any error that says that something took too long.
    void add_blockers(diag::Error& error);

    [[nodiscard]] base::Deadline due() const override;

    void beat() override { beat_as(false); }

    /// The watched session is silent. There is no doubt as long as its server answers this one.
    void beat_in_doubt() override { beat_as(true); }

private:
    /// What is watched at the moment.
    struct Run {
        database::Work work;
        std::span<const database::Migration> migrations;
        base::Clock::time_point begin;
        base::Deadline look_due;
        base::Deadline log_due;

        [[nodiscard]] base::Deadline due() const { return base::Deadline::earlier(look_due, log_due); }
    };

    void beat_as(bool is_in_doubt);
    /// Returns when to look again.
    base::Deadline look(ActivityReport& report, bool for_log);
    pg::Connection& session();

    pg::Conninfo m_conninfo;
    pg::Conninfo m_server; ///< the same, of all hosts the one of the watched session
    WatchOptions m_options;
    diag::Reporter& m_reporter;
    base::WaitContext m_stop;
    std::optional<int> m_pid; ///< of the watched session
    std::optional<pg::Connection> m_session;
    std::optional<Run> m_run;
    base::Deadline m_doubt = base::Deadline::never();          ///< in the server, until it answers again
    std::vector<Blocker> m_blockers;                           ///< that were seen last
    base::Deadline m_blockers_until = base::Deadline::never(); ///< they are news
};

} // namespace headstart::postgres
