#include "base/backoff.hpp"

#include <algorithm>

namespace headstart::base {

// Seeded from the system, not from the clock or the pid: in a herd of containers every process is pid 1.
Backoff::Backoff(milliseconds first, milliseconds cap)
    : m_first(first)
    , m_cap(cap)
    , m_last(first)
    , m_random(std::random_device{}()) {}

milliseconds Backoff::next() {
    std::uniform_int_distribution<milliseconds::rep> spread(m_first.count(), m_last.count() * 3);
    m_last = std::min(m_cap, milliseconds{spread(m_random)});
    return m_last;
}

} // namespace headstart::base
