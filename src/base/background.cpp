#include "base/background.hpp"

#include "base/latch.hpp"

#include <algorithm>
#include <memory>
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

/// Never destroyed: a thread that is still in its call could not be.
std::vector<Background>& left_behind() {
    static auto& threads = *new std::vector<Background>;
    return threads;
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

void join_returned() {
    std::erase_if(left_behind(), [](Background& one) {
        const bool is_over = has_returned(*one.call);
        if (is_over) {
            one.thread.join();
        }
        return is_over;
    });
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
    left_behind().push_back({shared, std::move(thread)});
    const auto readiness = wait_for_fd(shared->returned.fd(), POLLIN, limits);
    join_returned();
    return readiness;
}

bool join_background() {
    join_returned();
    return left_behind().empty();
}

} // namespace headstart::base
