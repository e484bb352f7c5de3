#include "base/deep_stack.hpp"

#include <climits>

#include <algorithm>
#include <exception>
#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>

namespace headstart::base {

namespace {

struct Call {
    const std::function<void()>& run;
    std::exception_ptr error = nullptr;
};

void* run_call(void* given) {
    auto& call = *static_cast<Call*>(given);
    try {
        call.run();
    } catch (...) {
        call.error = std::current_exception();
    }
    return nullptr;
}

rlim_t limit_of(decltype(RLIMIT_STACK) resource) {
    rlimit limit{};
    return ::getrlimit(resource, &limit) == 0 ? limit.rlim_cur : 0;
}

/// What is certainly left of the main thread's: another quarter of the limit may be taken by arguments and
/// environment (manual, execve(2)), and we may be deep in it already.
std::size_t own_stack() {
    constexpr rlim_t k_usual = rlim_t{8} << 20U; // the kernel's layout always has room for it
    return std::min(limit_of(RLIMIT_STACK), k_usual) / 4;
}

/// Where the address space is limited, a stack that is hardly touched must not take what the heap needs.
std::size_t largest_stack() {
    return limit_of(RLIMIT_AS) / 8;
}

/// False where there can be no such thread.
bool run_on_thread(std::size_t bytes, const std::function<void()>& call) {
    const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    const auto size = std::max(bytes, static_cast<std::size_t>(PTHREAD_STACK_MIN));
    pthread_attr_t attributes;
    ::pthread_attr_init(&attributes);
    ::pthread_attr_setstacksize(&attributes, (size + page - 1) / page * page);
    Call shared{call};
    pthread_t thread{};
    // Signals stay blocked in it as in this one: it inherits the mask.
    const bool is_made = ::pthread_create(&thread, &attributes, run_call, &shared) == 0;
    ::pthread_attr_destroy(&attributes);
    if (!is_made) {
        return false;
    }
    ::pthread_join(thread, nullptr);
    if (shared.error) {
        std::rethrow_exception(shared.error);
    }
    return true;
}

} // namespace

bool run_with_stack(std::size_t bytes, const std::function<void()>& call) {
    const auto own = own_stack();
    if (bytes > own && bytes <= largest_stack() && run_on_thread(bytes, call)) {
        return true;
    }
    // Twice as much is there all the same, most likely, where a thread cannot be had.
    if (bytes > own * 2) {
        return false;
    }
    call();
    return true;
}

} // namespace headstart::base
