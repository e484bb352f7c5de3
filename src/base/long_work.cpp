#include "base/long_work.hpp"

#include "base/latch.hpp"

#include <array>
#include <atomic>
#include <cerrno>
#include <memory>
#include <mutex>
#include <optional>
#include <poll.h>
#include <system_error>
#include <thread>
#include <utility>

namespace headstart::base {

namespace {

constexpr int k_patience_ms = 500;
constexpr int k_look_every_ms = 20;

/// Shared with the thread.
struct Watch {
    WaitContext stop;
    std::function<void()> end;
    std::mutex mutex;          ///< held while `end` runs, and to take it away
    bool has_begun = false;    ///< of the main thread
    std::optional<Latch> over; ///< of the thread, if there is one: open once the guard is gone
    std::thread thread;
};

std::shared_ptr<Watch>& the_watch() {
    static std::shared_ptr<Watch> watch;
    return watch;
}

/// Odd while the main thread waits.
std::atomic<unsigned> the_waits{0};

/// Whether a wait met the request, which ends it: then the main thread cleans up, as long as that takes.
bool is_met(unsigned waits) {
    if (waits % 2 == 1) {
        return true;
    }
    for (int waited = 0; waited < k_patience_ms; waited += k_look_every_ms) {
        ::poll(nullptr, 0, k_look_every_ms);
        if (the_waits != waits) {
            return true;
        }
    }
    return false;
}

void watch(Watch& watch) {
    std::array<pollfd, 2> events{pollfd{watch.stop.fd(), POLLIN, 0}, pollfd{watch.over->fd(), POLLIN, 0}};
    while (::poll(events.data(), events.size(), -1) < 0) {
        if (errno != EINTR) {
            return; // it is forbidden, and nothing else would tell of the end
        }
    }
    if (events[1].revents != 0 || is_met(the_waits)) {
        return;
    }
    const std::lock_guard lock(watch.mutex);
    if (watch.end) {
        watch.end();
    }
}

} // namespace

LongWorkGuard::LongWorkGuard(WaitContext stop, std::function<void()> end) {
    the_watch() = std::make_shared<Watch>(stop, std::move(end));
}

LongWorkGuard::~LongWorkGuard() {
    const auto watch = std::exchange(the_watch(), nullptr);
    {
        const std::lock_guard lock(watch->mutex);
        watch->end = nullptr;
    }
    if (watch->thread.joinable()) {
        watch->over->open();
        watch->thread.join();
    }
}

void expect_long_work() {
    const auto given = the_watch();
    if (!given || std::exchange(given->has_begun, true)) {
        return;
    }
    if (!given->over.emplace().is_open()) {
        return; // a thread that could not be told to end would never be joined
    }
    try {
        // Signals stay blocked in it as in this thread: it inherits the mask.
        given->thread = std::thread([watched = given.get()] { watch(*watched); });
    } catch (const std::system_error&) {
        return;
    }
}

WaitNote::WaitNote() {
    ++the_waits;
}

WaitNote::~WaitNote() {
    ++the_waits;
}

void note_request_seen() {
    the_waits += 2;
}

} // namespace headstart::base
