#include "migrate/acquire_lock.hpp"

#include "base/backoff.hpp"
#include "base/duration.hpp"
#include "diag/codes.hpp"
#include "diag/diagnostic.hpp"

#include <fmt/format.h>

#include <utility>

namespace headstart::migrate {

using namespace std::chrono_literals;

namespace {

constexpr auto k_first_pause = 20ms; ///< most upgrades take less than a tenth of a second
constexpr auto k_longest_pause = 1s;
constexpr auto k_reminder_every = 10s;

[[noreturn]] void give_up(database::Session& session, base::milliseconds timeout) {
    diag::Diagnostic problem;
    problem.code = diag::code::lock_timeout;
    problem.message =
        fmt::format("another upgrader held the lock for longer than {}", base::format_duration(timeout));
    const auto holder = session.find_lock_holder();
    problem.notes = {holder ? fmt::format("the lock is held by {}", holder->who)
                            : "the lock has no holder any more"};
    problem.hint =
        fmt::format("wait longer (--lock-wait-timeout){}", holder ? ", or " + holder->how_to_end : "");
    throw diag::Error(diag::ExitCode::not_locked, std::move(problem));
}

void tell_who_is_waited_for(database::Session& session) {
    const auto holder = session.find_lock_holder();
    session.reporter().info(
        fmt::format("another upgrader holds the lock; waiting for it{}", holder ? ": " + holder->who : ""),
        {{"event", "waiting_for_lock"}, {"holder", holder ? holder->who : ""}});
}

} // namespace

LockOutcome acquire_lock(database::Session& session, const LockPatience& patience,
                         const base::Deadline& deadline, const std::function<bool()>& is_done) {
    auto next_reminder = base::Deadline::after(0ms);
    base::Backoff backoff(k_first_pause, k_longest_pause);
    while (!session.try_lock()) {
        if (is_done()) {
            return LockOutcome::not_needed;
        }
        if (deadline.has_passed()) {
            give_up(session, patience.timeout);
        }
        if (next_reminder.has_passed()) {
            tell_who_is_waited_for(session);
            next_reminder = base::Deadline::after(k_reminder_every);
        }
        base::pause(backoff.next(), {deadline, patience.stop});
    }
    return LockOutcome::acquired;
}

} // namespace headstart::migrate
