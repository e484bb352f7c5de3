#include "process/signals.hpp"
#include "support/catch.hpp"

#include <array>
#include <cerrno>
#include <pthread.h>
#include <unistd.h>

using namespace headstart;
using namespace std::chrono_literals;

namespace {

bool is_blocked(int signal) {
    sigset_t mask;
    pthread_sigmask(SIG_SETMASK, nullptr, &mask);
    return sigismember(&mask, signal) == 1;
}

} // namespace

TEST_CASE("a signal ends every wait, and says which it was") {
    for (const int signal : {SIGTERM, SIGINT, SIGHUP, SIGQUIT}) {
        process::SignalGuard guard;
        const base::WaitLimits limits{base::Deadline::after(60s), guard.wait_context()};
        CHECK_FALSE(limits.stop.is_stop_requested());
        REQUIRE(::kill(::getpid(), signal) == 0);
        CHECK_THROWS_AS(base::pause(60s, limits), base::Stopped);
        CHECK_THROWS_AS(base::pause(60s, limits), base::Stopped); // and the clean-up's waits after it
        CHECK(guard.take_signal() == signal);
        CHECK_FALSE(guard.take_signal().has_value());
        CHECK_FALSE(limits.stop.is_stop_requested());
    }
}

TEST_CASE("signals are taken while the guard lives, and as before when it is gone") {
    struct sigaction before{};
    sigaction(SIGPIPE, nullptr, &before);
    REQUIRE_FALSE(is_blocked(SIGTERM));
    {
        const process::SignalGuard guard;
        struct sigaction meanwhile{};
        sigaction(SIGPIPE, nullptr, &meanwhile);
        CHECK(meanwhile.sa_handler == SIG_IGN);
        for (const int signal : {SIGTERM, SIGINT, SIGHUP, SIGQUIT}) {
            CHECK(is_blocked(signal));
        }
        CHECK_FALSE(is_blocked(SIGCHLD));
    }
    struct sigaction after{};
    sigaction(SIGPIPE, nullptr, &after);
    CHECK(after.sa_handler == before.sa_handler);
    for (const int signal : {SIGTERM, SIGINT, SIGHUP, SIGQUIT}) {
        CHECK_FALSE(is_blocked(signal));
    }
}

TEST_CASE("writing to a closed pipe is an error, not the end of the process") {
    const process::SignalGuard guard;
    std::array<int, 2> ends{};
    REQUIRE(::pipe(ends.data()) == 0);
    ::close(ends[0]);
    CHECK(::write(ends[1], "x", 1) == -1);
    CHECK(errno == EPIPE);
    ::close(ends[1]);
}
