#pragma once

#include "base/wait.hpp"

#include <cstddef>
#include <functional>

/// Work that is long without waiting for anything (to parse a dump of megabytes) comes by no place that would
/// see a request to stop, and may stand in a library that has none.
namespace headstart::base {

/// Bytes of input from which work on it may be long.
inline constexpr std::size_t k_long_input = std::size_t{64} << 10U;

/// Lets a request to stop end the process in the middle of such work: `end` is called on a thread of its own,
/// and must not return. For one object at a time, in main.
class LongWorkGuard {
public:
    LongWorkGuard(WaitContext stop, std::function<void()> end);
    LongWorkGuard(const LongWorkGuard&) = delete;
    LongWorkGuard& operator=(const LongWorkGuard&) = delete;
    ~LongWorkGuard();
};

/// Such work may come now. From the first call on, a request to stop that no wait has met within half a
/// second calls the guard's `end`. Where no thread can be made, the work is not to be stopped. Nothing
/// without a guard.
void expect_long_work();

/// The program waits, where it sees a request by itself, for as long as this lives. Of the main thread only.
class WaitNote {
public:
    WaitNote();
    WaitNote(const WaitNote&) = delete;
    WaitNote& operator=(const WaitNote&) = delete;
    ~WaitNote();
};

/// The program has asked, and acts on the request.
void note_request_seen();

} // namespace headstart::base
