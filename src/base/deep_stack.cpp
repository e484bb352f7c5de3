#include "base/deep_stack.hpp"

#include <climits>

#include <algorithm>
#include <bit>
#include <cerrno>
#include <exception>
#include <memory>
#include <pthread.h>
#include <semaphore.h>
#include <sys/resource.h>

namespace headstart::base {

namespace {

/// POSIX's, for that of libstdc++ 12 can sleep for ever (GCC bug 104928).
class Semaphore {
public:
    Semaphore() { ::sem_init(&m_handle, 0, 0); }

    Semaphore(const Semaphore&) = delete;
    Semaphore& operator=(const Semaphore&) = delete;

    ~Semaphore() { ::sem_destroy(&m_handle); }

    void release() { ::sem_post(&m_handle); }

    void acquire() {
        while (::sem_wait(&m_handle) != 0 && errno == EINTR) {
        }
    }

private:
    sem_t m_handle{};
};

/// A thread with a stack of a size of its own, that runs one call after the other. It is kept: libpg_query
/// takes one of the process's thousand thread keys for each thread that it meets, and never gives it back.
class DeepThread {
public:
    explicit DeepThread(std::size_t stack)
        : m_stack(stack) {
        pthread_attr_t attributes;
        ::pthread_attr_init(&attributes);
        ::pthread_attr_setstacksize(&attributes, stack);
        // Signals stay blocked in it as in this one: it inherits the mask.
        m_is_made = ::pthread_create(&m_thread, &attributes, run_calls, this) == 0;
        ::pthread_attr_destroy(&attributes);
    }

    DeepThread(const DeepThread&) = delete;
    DeepThread& operator=(const DeepThread&) = delete;

    ~DeepThread() {
        if (m_is_made) {
            m_call = nullptr;
            m_given.release();
            ::pthread_join(m_thread, nullptr);
        }
    }

    [[nodiscard]] bool is_made() const { return m_is_made; }

    [[nodiscard]] std::size_t stack() const { return m_stack; }

    void run(const std::function<void()>& call) {
        m_call = &call;
        m_error = nullptr;
        m_given.release();
        m_returned.acquire();
        if (m_error) {
            std::rethrow_exception(m_error);
        }
    }

private:
    static void* run_calls(void* given) {
        auto& self = *static_cast<DeepThread*>(given);
        for (self.m_given.acquire(); self.m_call != nullptr; self.m_given.acquire()) {
            try {
                (*self.m_call)();
            } catch (...) {
                self.m_error = std::current_exception();
            }
            self.m_returned.release();
        }
        return nullptr;
    }

    std::size_t m_stack;
    pthread_t m_thread{};
    bool m_is_made = false;
    Semaphore m_given;
    Semaphore m_returned;
    const std::function<void()>* m_call = nullptr; ///< null: the end
    std::exception_ptr m_error = nullptr;
};

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

/// The thread for calls of this size: the one of before, if its stack is large enough. Null where there can
/// be none.
DeepThread* thread_for(std::size_t bytes) {
    // Where the address space is limited, a stack that is hardly touched must not take what the heap needs.
    if (bytes > limit_of(RLIMIT_AS) / 8) {
        return nullptr;
    }
    static std::unique_ptr<DeepThread> thread; // joined at the end of the process, when it waits for a call
    if (!thread || thread->stack() < bytes) {
        thread.reset();
        auto made = std::make_unique<DeepThread>(
            std::bit_ceil(std::max(bytes, static_cast<std::size_t>(PTHREAD_STACK_MIN))));
        thread = made->is_made() ? std::move(made) : nullptr;
    }
    return thread.get();
}

} // namespace

bool run_with_stack(std::size_t bytes, const std::function<void()>& call) {
    const auto own = own_stack();
    if (auto* thread = bytes > own ? thread_for(bytes) : nullptr) {
        thread->run(call);
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
