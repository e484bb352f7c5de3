#include "postgres/lock_retry.hpp"

#include "base/backoff.hpp"
#include "base/duration.hpp"
#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <random>

namespace headstart::postgres {

using namespace std::chrono_literals;

namespace {

constexpr auto k_first_pause = 200ms;
constexpr auto k_longest_pause = 10s;

/// Short enough for a reader to pass for slow, long enough to get between two short transactions.
constexpr auto k_first_lock_timeout = 300ms;
constexpr int k_growth = 2;
/// What is held is a tenth of what the pause and the try take together.
constexpr int k_pauses = 9;

class Trying {
public:
    Trying(const std::string& doing, const RetryPatience& patience)
        : m_doing(doing)
        , m_patience(patience)
        , m_deadline(base::Deadline::after(patience.budget))
        , m_backoff(k_first_pause, k_longest_pause)
        , m_random(std::random_device()()) {}

    void run(const std::function<void(const Try&)>& transaction) {
        for (auto one = first_try();; one = next(one)) {
            const auto begin = base::Clock::now();
            try {
                transaction(one);
                return;
            } catch (database::Refused& error) {
                if (!error.is_transient()) {
                    throw;
                }
                m_patience.explain(error);
                const auto held = base::elapsed_since(begin);
                if (m_deadline.has_passed()) {
                    tell_tries(error, one);
                    throw;
                }
                pause_behind(one, error, held);
            }
        }
    }

private:
    /// The only one, where there is no time for another.
    [[nodiscard]] Try first_try() {
        const auto longest = m_patience.longest_lock_timeout;
        m_lock_timeout =
            m_patience.budget == 0ms ? longest : std::min<base::milliseconds>(k_first_lock_timeout, longest);
        return {1, m_lock_timeout};
    }

    Try next(const Try& last) {
        m_lock_timeout = std::min(k_growth * m_lock_timeout, m_patience.longest_lock_timeout);
        return {last.number + 1, less_by_up_to_a_fifth(m_lock_timeout)};
    }

    base::milliseconds less_by_up_to_a_fifth(base::milliseconds time) {
        std::uniform_int_distribution<base::milliseconds::rep> draw(4 * time.count() / 5, time.count());
        return base::milliseconds{draw(m_random)};
    }

    base::milliseconds pause_of(const database::Refused& error, base::milliseconds held) {
        if (error.cause() == database::Refused::Cause::serialization) {
            return m_backoff.next(); // which has kept nobody waiting
        }
        const auto longest = k_pauses * held + held;
        std::uniform_int_distribution<base::milliseconds::rep> draw((k_pauses * held).count(),
                                                                    longest.count());
        return std::max<base::milliseconds>(base::milliseconds{draw(m_random)}, k_first_pause);
    }

    void pause_behind(const Try& one, const database::Refused& error, base::milliseconds held) {
        const auto pause =
            std::min(pause_of(error, held), m_deadline.remaining().value_or(base::milliseconds::max()));
        const auto& problem = error.diagnostics().front();
        auto reasons = problem.notes;
        reasons.insert(reasons.begin(), problem.message);
        m_patience.reporter.warning(fmt::format("{} gave way ({}); trying again in {}", m_doing,
                                                base::join(reasons, "; "), base::format_duration(pause)),
                                    fields_of(problem.subject, {{"event", "retry"},
                                                                {"attempt", std::int64_t{one.number}},
                                                                {"delay_ms", std::int64_t{pause.count()}},
                                                                {"sqlstate", problem.server->sqlstate},
                                                                {"notes", problem.notes}}));
        base::pause(pause, {m_deadline, m_patience.stop});
    }

    void tell_tries(database::Refused& error, const Try& one) const {
        const auto times = one.number == 1 ? std::string("once") : fmt::format("{} times", one.number);
        error.add_note(
            fmt::format("tried {} in {}", times, base::format_duration(base::elapsed_since(m_begin))));
    }

    const std::string& m_doing;
    const RetryPatience& m_patience;
    base::Clock::time_point m_begin = base::Clock::now();
    base::Deadline m_deadline;
    base::Backoff m_backoff;
    std::minstd_rand m_random;
    base::milliseconds m_lock_timeout{0}; ///< without jitter
};

} // namespace

void with_retries(const std::string& doing, const RetryPatience& patience,
                  const std::function<void(const Try&)>& transaction) {
    Trying(doing, patience).run(transaction);
}

} // namespace headstart::postgres
