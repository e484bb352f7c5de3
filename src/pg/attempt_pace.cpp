#include "pg/attempt_pace.hpp"

#include <algorithm>

namespace headstart::pg {

using namespace std::chrono_literals;

namespace {

/// Twenty attempts a second at most.
constexpr auto k_shortest = 50ms;

/// Between the shortest pause and the longest, a share of the time since it began.
struct Pace {
    base::milliseconds longest;
    int share; ///< one of so many parts
};

Pace pace_of(Obstacle obstacle) {
    switch (obstacle) {
    case Obstacle::connection_refused:
        return {k_shortest, 1};
    case Obstacle::name_not_found: // a question to the resolver each time, of which there is one for many
        return {1s, 4};
    default:
        return {2s, 8};
    }
}

} // namespace

// Seeded from the system, not from the clock or the pid: in a herd of containers every process is pid 1.
AttemptPace::AttemptPace()
    : m_since(base::Clock::now())
    , m_random(std::random_device{}()) {}

base::milliseconds AttemptPace::pause_after(Obstacle obstacle) {
    if (m_last != obstacle) {
        m_last = obstacle;
        m_since = base::Clock::now();
    }
    const auto pace = pace_of(obstacle);
    const auto pause =
        std::clamp<base::milliseconds>(base::elapsed_since(m_since) / pace.share, k_shortest, pace.longest);
    std::uniform_int_distribution<base::milliseconds::rep> spread(pause.count(), pause.count() * 5 / 4);
    return base::milliseconds{spread(m_random)};
}

} // namespace headstart::pg
