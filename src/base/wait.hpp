#pragma once

#include <chrono>
#include <exception>
#include <optional>

namespace headstart::base {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

inline milliseconds elapsed_since(Clock::time_point begin) {
    return std::chrono::duration_cast<milliseconds>(Clock::now() - begin);
}

/// A moment on the monotonic clock until which somebody is willing to wait; or never.
class Deadline {
public:
    static Deadline never() { return Deadline{}; }

    static Deadline after(milliseconds span) { return Deadline{Clock::now() + span}; }

    static Deadline at(Clock::time_point moment) { return Deadline{moment}; }

    static Deadline earlier(Deadline a, Deadline b);

    [[nodiscard]] bool has_passed() const { return m_at && Clock::now() >= *m_at; }

    /// What is left, never negative; nothing for a deadline that never comes.
    [[nodiscard]] std::optional<milliseconds> remaining() const;

private:
    Deadline() = default;

    explicit Deadline(Clock::time_point at)
        : m_at(at) {}

    std::optional<Clock::time_point> m_at;
};

/// Something small to be done again and again while the thread waits for something else: a sign of life. It
/// is done between two polls of the wait, so it must be over soon, and it must not throw.
class Pulse {
public:
    Pulse() = default;
    Pulse(const Pulse&) = delete;
    Pulse& operator=(const Pulse&) = delete;
    virtual ~Pulse() = default;

    [[nodiscard]] virtual Deadline due() const = 0;
    virtual void beat() = 0;

    /// The same while the thread waits for somebody who should have said a word by now: who tells others that
    /// all is well has nothing to say then.
    virtual void beat_in_doubt() { beat(); }

    void beat_if_due(bool is_in_doubt) {
        if (!due().has_passed()) {
            return;
        }
        if (is_in_doubt) {
            beat_in_doubt();
        } else {
            beat();
        }
    }
};

/// What every wait minds beside what it waits for: a request to stop, seen as a descriptor that becomes
/// readable and stays so (a signalfd nobody reads), and the pulse to be kept until it comes. Rooms that wait
/// know this and nothing of signals.
class WaitContext {
public:
    static WaitContext none() { return WaitContext{-1}; }

    explicit WaitContext(int readable_when_stopped, Pulse* pulse = nullptr)
        : m_fd(readable_when_stopped)
        , m_pulse(pulse) {}

    [[nodiscard]] int fd() const { return m_fd; }

    [[nodiscard]] bool is_stop_requested() const;

    /// Throws Stopped if so: before something is said to begin that would not.
    void require_no_stop() const;

    /// The same request; every wait for it keeps `pulse`, which must outlive the waits. Null: none.
    [[nodiscard]] WaitContext with(Pulse* pulse) const { return WaitContext{m_fd, pulse}; }

    /// The same; from then on the pulse is kept in doubt.
    [[nodiscard]] WaitContext in_doubt_from(Deadline moment) const {
        auto context = *this;
        context.m_doubt = moment;
        return context;
    }

    [[nodiscard]] Deadline next_beat() const {
        return m_pulse != nullptr ? m_pulse->due() : Deadline::never();
    }

    /// For work that goes on without waiting.
    void keep_pulse() const {
        if (m_pulse != nullptr) {
            m_pulse->beat_if_due(m_doubt.has_passed());
        }
    }

private:
    int m_fd;
    Pulse* m_pulse; ///< not owned
    Deadline m_doubt = Deadline::never();
};

/// Thrown from a wait whose WaitContext was raised: the command ends, cleaning up on the way out.
class Stopped : public std::exception {
public:
    /// `leaves_doubt`: something had been asked for, and how it ended is not known.
    explicit Stopped(bool leaves_doubt = false)
        : m_leaves_doubt(leaves_doubt) {}

    [[nodiscard]] const char* what() const noexcept override { return "stopped by a signal"; }

    [[nodiscard]] bool leaves_doubt() const { return m_leaves_doubt; }

private:
    bool m_leaves_doubt;
};

/// How long and until what a wait may last; handed down through every call that may wait.
struct WaitLimits {
    Deadline deadline = Deadline::never();
    WaitContext stop = WaitContext::none();
};

enum class Readiness { ready, timed_out };

/// Waits until `fd` has one of `events` (poll(2) bits; errors and hang-ups count as ready).
/// Throws Stopped when the token is raised first. The token's pulse is kept meanwhile.
Readiness wait_for_fd(int fd, short events, const WaitLimits& limits);

/// Waits for `span`, but not beyond the deadline. Throws Stopped when the token is raised first.
/// Returns timed_out when the deadline came before the span was over.
Readiness pause(milliseconds span, const WaitLimits& limits);

} // namespace headstart::base
