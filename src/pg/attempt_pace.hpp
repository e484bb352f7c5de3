#pragma once

#include "base/wait.hpp"
#include "pg/obstacle.hpp"

#include <optional>
#include <random>

namespace headstart::pg {

/// How long to wait before the next attempt to connect, by what the last one met.
///
/// Where nothing listens an attempt costs the server nothing (its machine's kernel answers), so it is made
/// often, for as long as it takes: who waits for ten minutes is there as soon as who waits for a second.
/// A server that answers forks a process for each attempt, so the pauses grow with the time that it has been
/// answering so: what a start takes longer for it is a share of what it took anyway.
class AttemptPace {
public:
    AttemptPace();

    base::milliseconds pause_after(Obstacle obstacle);

private:
    std::optional<Obstacle> m_last;
    base::Clock::time_point m_since; ///< it has been that one
    std::minstd_rand m_random;       ///< a herd that was started together does not knock together
};

} // namespace headstart::pg
