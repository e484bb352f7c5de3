#include "base/wait.hpp"

#include "base/long_work.hpp"

#include <climits>

#include <algorithm>
#include <array>
#include <cerrno>
#include <poll.h>
#include <system_error>

namespace headstart::base {

namespace {

/// poll(2) counts in int milliseconds; round up so that a wait never spins on the last fraction.
int poll_timeout(const Deadline& deadline) {
    const auto left = deadline.remaining();
    return left ? static_cast<int>(std::min<milliseconds::rep>(left->count(), INT_MAX)) : -1;
}

} // namespace

Deadline Deadline::earlier(Deadline a, Deadline b) {
    if (!a.m_at) {
        return b;
    }
    return !b.m_at || *a.m_at < *b.m_at ? a : b;
}

std::optional<milliseconds> Deadline::remaining() const {
    if (!m_at) {
        return std::nullopt;
    }
    return std::max(milliseconds{0}, std::chrono::ceil<milliseconds>(*m_at - Clock::now()));
}

bool WaitContext::is_stop_requested() const {
    if (m_fd < 0) {
        return false;
    }
    pollfd stop{m_fd, POLLIN, 0};
    const bool is_requested = ::poll(&stop, 1, 0) > 0;
    if (is_requested) {
        note_request_seen();
    }
    return is_requested;
}

void WaitContext::require_no_stop() const {
    if (is_stop_requested()) {
        throw Stopped{};
    }
}

Readiness wait_for_fd(int fd, short events, const WaitLimits& limits) {
    while (true) {
        limits.stop.keep_pulse();
        const auto until = Deadline::earlier(limits.deadline, limits.stop.next_beat());
        // poll(2) skips negative descriptors, so "nothing to wait for" and "no stop token" need no special
        // case.
        std::array<pollfd, 2> fds{pollfd{limits.stop.fd(), POLLIN, 0}, pollfd{fd, events, 0}};
        const WaitNote note;
        const int count = ::poll(fds.data(), fds.size(), poll_timeout(until));
        if (count < 0 && errno != EINTR) {
            throw std::system_error(errno, std::generic_category(), "poll");
        }
        if (count > 0 && fds[0].revents != 0) {
            throw Stopped{};
        }
        if (count > 0) {
            return Readiness::ready;
        }
        if (limits.deadline.has_passed()) {
            return Readiness::timed_out;
        }
    }
}

Readiness pause(milliseconds span, const WaitLimits& limits) {
    const auto end = Deadline::after(span);
    const auto first = Deadline::earlier(end, limits.deadline);
    wait_for_fd(-1, 0, {first, limits.stop});
    return end.has_passed() ? Readiness::ready : Readiness::timed_out;
}

} // namespace headstart::base
