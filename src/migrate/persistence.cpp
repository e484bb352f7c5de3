#include "migrate/persistence.hpp"

#include "base/backoff.hpp"

#include <fmt/format.h>

#include <chrono>
#include <string>
#include <utility>
#include <vector>

namespace headstart::migrate {

using database::SessionLost;

namespace {

/// How often the same thing may lose us the connection, or find the database elsewhere than it was read.
constexpr int k_attempts = 3;

/// Counts what happens to the same work again and again. A look that is lost between two losses of the same
/// work makes it no other work.
class Losses {
public:
    Losses(diag::Reporter& reporter, const Persistence& persistence)
        : m_reporter(reporter)
        , m_persistence(persistence) {}

    /// Throws the loss itself when it is one too many. Returns until when a new session makes sense.
    base::Deadline count(SessionLost& lost) {
        auto& losses = database::only_looks(lost.work()) ? m_of_looks : m_of_work;
        losses.add(lost.work());
        const auto until = database::only_looks(lost.work()) && lost.end() != SessionLost::End::nonsense
                               ? m_persistence.until()
                               : std::nullopt;
        if (until ? until->has_passed() : losses.count == k_attempts) {
            lost.add_note(fmt::format("lost {} times in a row at the same place", losses.count));
            throw SessionLost(lost);
        }
        if (!m_last ||
            !database::only_looks(lost.work())) { // else the work is what its user wants to know of
            m_last = lost;
        }
        m_reporter.warning(
            fmt::format("{}, {}; connecting again", lost.what(), database::describe(lost.work())),
            fields_of(lost.diagnostics().front().subject,
                      {{"event", "connection_lost"}, {"attempt", std::int64_t{losses.count}}}));
        if (losses.count > 1) { // not as fast as a server that goes down at once lets us in
            base::pause(m_backoff.next(), {until.value_or(base::Deadline::never()), m_persistence.stop});
        }
        return until.value_or(base::Deadline::never());
    }

    /// What to tell of where there is no new session.
    [[nodiscard]] const SessionLost& last() const { return *m_last; }

private:
    struct InARow {
        std::optional<database::Work> work;
        int count = 0;

        void add(const database::Work& lost) {
            count = lost == work ? count + 1 : 1;
            work = lost;
        }
    };

    diag::Reporter& m_reporter;
    const Persistence& m_persistence;
    std::optional<SessionLost> m_last;
    InARow m_of_work;
    InARow m_of_looks;
    base::Backoff m_backoff{std::chrono::milliseconds{50}, std::chrono::seconds{2}};
};

/// A session in the place of the lost one. Where there is none, that it was lost is the news.
void reconnect(database::Session& session, const base::Deadline& latest, const SessionLost& lost) {
    try {
        session.reconnect(latest);
    } catch (diag::Error& error) {
        const auto& loss = lost.diagnostics().front();
        error.add_subject(loss.subject);
        for (const auto& doing : loss.path) {
            error.add_path(doing);
        }
        error.add_note(loss.message);
        for (const auto& note : loss.notes) {
            error.add_note(note);
        }
        throw;
    }
}

} // namespace

void across_reconnects(database::Session& session, const std::function<void()>& attempt,
                       const Persistence& persistence) {
    Losses losses(session.reporter(), persistence);
    while (true) {
        try {
            attempt();
            return;
        } catch (SessionLost& lost) {
            lost.add_subject(diag::server_at(session.server()));
            const auto latest = losses.count(lost);
            reconnect(session, latest, losses.last());
        }
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
