#include "base/background.hpp"

#include "base/fd.hpp"

#include <cerrno>
#include <memory>
#include <poll.h>
#include <sys/eventfd.h>
#include <system_error>
#include <thread>

namespace headstart::base {

Readiness run_in_background(std::function<void()> call, const WaitLimits& limits) {
    auto done = std::make_shared<Fd>(::eventfd(0, EFD_CLOEXEC));
    if (!done->is_open()) {
        throw std::system_error(errno, std::generic_category(), "eventfd");
    }
    // Signals stay blocked in the new thread as in this one: it inherits the mask.
    std::thread([call = std::move(call), done] {
        call();
        eventfd_write(done->get(), 1);
    }).detach();
    return wait_for_fd(done->get(), POLLIN, limits);
}

} // namespace headstart::base
