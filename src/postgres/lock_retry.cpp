#include "postgres/lock_retry.hpp"

#include "base/backoff.hpp"
#include "base/duration.hpp"
#include "base/text.hpp"

#include <fmt/format.h>

namespace headstart::postgres {

using namespace std::chrono_literals;

namespace {

constexpr auto k_first_pause = 200ms;
constexpr auto k_longest_pause = 10s;
} // namespace

void with_retries(const std::string& doing, const RetryPatience& patience,
                  const std::function<void()>& transaction) {
    const auto deadline = base::Deadline::after(patience.budget);
    base::Backoff backoff(k_first_pause, k_longest_pause);
    for (int attempt = 1;; ++attempt) {
        try {
            transaction();
            return;
        } catch (database::Refused& error) {
            if (!error.is_transient()) {
                throw;
            }
            patience.explain(error);
            const auto pause = backoff.next();
            if (deadline.has_passed()) {
                error.add_note(fmt::format("tried {} time{} within {}", attempt, attempt == 1 ? "" : "s",
                                           base::format_duration(patience.budget)));
                throw;
            }
            const auto& problem = error.diagnostics().front();
            auto reasons = problem.notes;
            reasons.insert(reasons.begin(), problem.message);
            patience.reporter.warning(fmt::format("{} gave way ({}); trying again in {}", doing,
                                                  base::join(reasons, "; "), base::format_duration(pause)),
                                      {{"event", "retry"},
                                       {"attempt", std::int64_t{attempt}},
                                       {"sqlstate", problem.server->sqlstate},
                                       {"notes", problem.notes}});
            base::pause(pause, {deadline, patience.stop});
        }
    }
}

} // namespace headstart::postgres
