#pragma once

#include "base/wait.hpp"
#include "database/failures.hpp"
#include "database/session.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace headstart::migrate {

/// A migration that the server goes down under would take it down again as soon as it is back, for everybody,
/// and each start of a container once more. So it is run once more, behind a pause that grows with each time,
/// and the journal remembers the times for the next run.
///
/// What counts: the connection was lost without a word while the migration ran, and the same server has come
/// back by crash recovery. A server that says why it ends sessions is being shut down; behind a failover
/// there is another.
class Crashes {
public:
    /// `first_pause`: behind the first time; doubled behind each further one. 0: none.
    Crashes(base::milliseconds first_pause, base::WaitContext stop)
        : m_first_pause(first_pause)
        , m_stop(stop) {}

    /// The session's connection was lost.
    void lost(const database::SessionLost& lost, const database::Session& session);

    /// What is known of what is planned; with the journal and under the lock. Records what has happened since
    /// the last time. Throws the loss when it was one time too many for this run.
    void look(database::Session& session, std::span<const database::Migration> planned);

    [[nodiscard]] bool concerns(const database::Migration& migration) const {
        return find(migration) != nullptr;
    }

    /// Before these are run; of each but the first nothing is known.
    void pause_before(std::span<const database::Migration> group, diag::Reporter& reporter) const;

private:
    struct Loss {
        database::SessionLost error;
        std::string server;
    };

    void record(database::Session& session, std::span<const database::Migration> planned);
    [[nodiscard]] const database::Crashed* find(const database::Migration& migration) const;
    [[nodiscard]] base::milliseconds pause_behind(int times) const;

    base::milliseconds m_first_pause;
    base::WaitContext m_stop;
    std::optional<Loss> m_loss; ///< of a migration, not yet accounted for
    std::vector<database::Crashed> m_crashed;
    base::Clock::time_point m_looked_at;
};

} // namespace headstart::migrate
