#pragma once

#include "base/wait.hpp"

#include <functional>

namespace headstart::base {

/// Runs a call that can only block (getaddrinfo, an old libpq's PQcancel) on a thread of its own and waits
/// for it within the limits, so that a signal or deadline can leave it behind. Where no thread can be made
/// (a limit of processes, a container runtime that forbids clone3) it runs here, and the limits must wait.
///
/// `call` must own everything it touches: when the wait ends first, the thread is left to itself and goes on
/// until the call returns or the process ends. Throws Stopped as any wait does; an exception of the call ends
/// the process, so `call` reports failure by what it owns. Any thread may call it.
Readiness run_in_background(std::function<void()> call, const WaitLimits& limits);

/// The end of every thread that was left behind, as far as its call has returned. False where one is still in
/// its call: the process must then end without the destructors of statics (_exit), which that thread may yet
/// use. Never waits.
[[nodiscard]] bool join_background();

} // namespace headstart::base
