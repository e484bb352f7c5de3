#pragma once

#include "base/wait.hpp"
#include "database/session.hpp"

#include <functional>
#include <optional>

namespace headstart::migrate {

/// Until when who waits goes on waiting, whatever ends the session under a look at the database.
struct Persistence {
    /// Asked at each loss; nothing: no longer than for any other work.
    std::function<std::optional<base::Deadline>()> until = [] { return std::nullopt; };
    base::WaitContext stop = base::WaitContext::none();
};

/// Runs `attempt`, and again on a new session each time the connection is lost under way. `attempt` begins by
/// looking where the database stands. Throws the loss itself when the same work is lost three times: whatever
/// runs then may well be what brings the server down. A look is no such work, and is begun again until the
/// persistence is over. Where no new session is to be had, its error tells what was lost.
void across_reconnects(database::Session& session, const std::function<void()>& attempt,
                       const Persistence& persistence = {});

/// The same, and again when the database is no longer where the attempt had read it (PlanOutdated), unless it
/// stands still.
void until_undisturbed(database::Session& session, const std::function<void()>& attempt,
                       const Persistence& persistence = {});

} // namespace headstart::migrate
