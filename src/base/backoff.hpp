#pragma once

#include "base/wait.hpp"

#include <random>

namespace headstart::base {

/// Waiting times that grow and spread out, so that a herd started together does not knock together:
/// "decorrelated jitter", each time drawn between the first and three times the last, up to a cap.
class Backoff {
public:
    Backoff(milliseconds first, milliseconds cap);
    milliseconds next();

private:
    milliseconds m_first;
    milliseconds m_cap;
    milliseconds m_last;
    std::minstd_rand m_random;
};

} // namespace headstart::base
