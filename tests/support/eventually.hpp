#pragma once

#include <chrono>
#include <poll.h>

namespace headstart::test {

/// What "at once" means in tests. The promise is two seconds; a machine that builds and tests at the same
/// time gets the rest. Whatever is waited for would take a minute or more.
constexpr auto k_promptly = std::chrono::seconds(6);

/// Asks `predicate` again and again until it is true or the deadline has passed; true in the first case.
template<typename Predicate>
bool eventually(std::chrono::milliseconds deadline, Predicate&& predicate) {
    const auto end = std::chrono::steady_clock::now() + deadline;
    while (!predicate()) {
        if (std::chrono::steady_clock::now() >= end) {
            return false;
        }
        ::poll(nullptr, 0, 5);
    }
    return true;
}

} // namespace headstart::test
