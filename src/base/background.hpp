#pragma once

#include "base/wait.hpp"

#include <functional>

namespace headstart::base {

/// Runs a call that can only block (getaddrinfo, an old libpq's PQcancel) on a thread of its own and waits
/// for it within the limits, so that a signal or deadline can leave it behind.
///
/// `call` must own everything it touches: when the wait ends first, the thread is left to itself and goes on
/// until the call returns or the process ends. Throws Stopped as any wait does; an exception of the call ends
/// the process, so `call` reports failure by what it owns.
Readiness run_in_background(std::function<void()> call, const WaitLimits& limits);

} // namespace headstart::base
