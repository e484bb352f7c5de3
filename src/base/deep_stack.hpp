#pragma once

#include <cstddef>
#include <functional>

namespace headstart::base {

/// Runs a call that goes down by recursion where it has `bytes` of stack, whatever the limits (`ulimit -s`)
/// and the kernel's layout leave of this thread's: here, where a small part of it is enough, else on a thread
/// that is made for it, waited for, and kept for the next. Only what is touched of a stack costs memory.
///
/// False where such a thread cannot be made (its size is more than the system gives, a limit of processes, a
/// container runtime that forbids clone3): then nothing has run. An exception of the call is thrown here. For
/// one thread of the program, and not from within such a call.
[[nodiscard]] bool run_with_stack(std::size_t bytes, const std::function<void()>& call);

} // namespace headstart::base
