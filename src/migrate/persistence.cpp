#include "migrate/persistence.hpp"

#include "base/backoff.hpp"

#include <fmt/format.h>

#include <chrono>
#include <string>
#include <utility>
#include <vector>

namespace headstart::migrate {

namespace {

/// How often the same thing may lose us the connection, or find the database elsewhere than it was read.
constexpr int k_attempts = 3;

/// Counts what happens to the same work again and again.
class Losses {
public:
    Losses(diag::Reporter& reporter, const Persistence& persistence)
        : m_reporter(reporter)
        , m_persistence(persistence) {}

    /// Throws the loss itself when it is one too many. Returns until when a new session makes sense.
    base::Deadline count(database::SessionLost& lost) {
        m_count = lost.work() == m_work ? m_count + 1 : 1;
        m_work = lost.work();
        const auto until =
            database::only_looks(lost.work()) && lost.was_closed() ? m_persistence.until() : std::nullopt;
        if (until ? until->has_passed() : m_count == k_attempts) {
            lost.add_note(fmt::format("lost {} times in a row at the same place", m_count));
            throw database::SessionLost(lost);
        }
        m_reporter.warning(
            fmt::format("{}, {}; connecting again", lost.what(), database::describe(lost.work())),
            fields_of(lost.diagnostics().front().subject,
                      {{"event", "connection_lost"}, {"attempt", std::int64_t{m_count}}}));
        if (m_count > 1) { // not as fast as a server that goes down at once lets us in
            base::pause(m_backoff.next(), {until.value_or(base::Deadline::never()), m_persistence.stop});
        }
        return until.value_or(base::Deadline::never());
    }

private:
    diag::Reporter& m_reporter;
    const Persistence& m_persistence;
    std::optional<database::Work> m_work;
    int m_count = 0;
    base::Backoff m_backoff{std::chrono::milliseconds{50}, std::chrono::seconds{2}};
};

} // namespace

void across_reconnects(database::Session& session, const std::function<void()>& attempt,
                       const Persistence& persistence) {
    Losses losses(session.reporter(), persistence);
    while (true) {
        auto latest = base::Deadline::never();
        try {
            attempt();
            return;
        } catch (database::SessionLost& lost) {
            lost.add_subject(diag::server_at(session.server()));
            latest = losses.count(lost);
        }
        session.reconnect(latest);
    }
}

void until_undisturbed(database::Session& session, const std::function<void()>& attempt,
                       const Persistence& persistence) {
    std::optional<std::vector<std::string>> rows_before;
    int standstills = 0;
    bool is_done = false;
    while (!is_done) {
        const auto once = [&] {
            try {
                attempt();
                is_done = true;
            } catch (const database::PlanOutdated&) {
                // Rows that moved mean that somebody else gets on; rows that did not, that something is
                // amiss.
                auto rows = session.read_standing().rows;
                standstills = rows == rows_before ? standstills + 1 : 1;
                if (standstills > k_attempts) {
                    throw;
                }
                rows_before = std::move(rows);
                session.reporter().info("another upgrader moved the database meanwhile; looking again",
                                        {{"event", "outdated"}});
            }
        };
        across_reconnects(session, once, persistence);
    }
}

} // namespace headstart::migrate
