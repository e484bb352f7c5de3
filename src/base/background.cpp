#include "base/background.hpp"

#include "base/latch.hpp"

#include <algorithm>
#include <memory>
#include <mutex>
#include <poll.h>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

namespace headstart::base {

namespace {

/// Owned by the thread as well as by who waits for it, whichever lives longer.
struct Call {
    std::function<void()> run;
    Latch returned; ///< open once it has
};

struct Background {
    std::shared_ptr<Call> call;
    std::thread thread;
};

/// Several threads may wait, each for a call of its own. Never destroyed: a thread that is still in its call
/// could not be.
struct LeftBehind {
    std::mutex mutex;
    std::vector<Background> threads;
};

LeftBehind& left_behind() {
    static auto& left = *new LeftBehind;
    return left;
}

bool has_returned(const Call& call) {
    pollfd returned{call.returned.fd(), POLLIN, 0};
    return ::poll(&returned, 1, 0) > 0;
}

/// Not joinable where there can be none.
std::thread start(const std::shared_ptr<Call>& call) {
    if (!call->returned.is_open()) {
        return {};
    }
    try {
        // Signals stay blocked in the new thread as in this one: it inherits the mask.
        return std::thread([call] {
            call->run();
            call->returned.open();
        });
    } catch (const std::system_error&) {
        return {};
    }
}

/// True if none is left.
bool join_returned() {
    auto& left = left_behind();
    const std::lock_guard lock(left.mutex);
    std::erase_if(left.threads, [](Background& one) {
        const bool is_over = has_returned(*one.call);
        if (is_over) {
            one.thread.join();
        }
        return is_over;
    });
    return left.threads.empty();
}

void leave_behind(Background background) {
    auto& left = left_behind();
    const std::lock_guard lock(left.mutex);
    left.threads.push_back(std::move(background));
}

} // namespace

Readiness run_in_background(std::function<void()> call, const WaitLimits& limits) {
    const auto shared = std::make_shared<Call>(std::move(call));
    auto thread = start(shared);
    if (!thread.joinable()) {
        shared->run();
        return Readiness::ready;
    }
    // Left behind until it is seen to return: the wait may throw.
    leave_behind({shared, std::move(thread)});
    const auto readiness = wait_for_fd(shared->returned.fd(), POLLIN, limits);
    join_returned();
    return readiness;
}

bool join_background() {
    return join_returned();
}

} // namespace headstart::base
