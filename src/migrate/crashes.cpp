#include "migrate/crashes.hpp"

#include "base/duration.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace headstart::migrate {

using database::Crashed;
using database::Migration;
using database::SessionLost;
using namespace std::chrono_literals;

namespace {

/// However often: somebody may have mended the server meanwhile.
constexpr base::milliseconds k_longest_crash_pause = 5min;

const Migration* find_planned(std::span<const Migration> planned, const database::Work& work) {
    const auto found = std::find_if(planned.begin(), planned.end(), [&](const Migration& migration) {
        return migration.revision().id == work.revision && migration.is_up() == work.is_up;
    });
    return found == planned.end() ? nullptr : &*found;
}

std::string times_of(int times) {
    return times == 1 ? "once" : fmt::format("{} times", times);
}

} // namespace

void Crashes::lost(const SessionLost& lost, const database::Session& session) {
    // A look that is lost behind it changes nothing: a server may let us in before it sees that one of its
    // processes is gone.
    if (lost.work().kind == database::Work::Kind::applying) {
        m_loss.reset();
        if (lost.end() == SessionLost::End::silent) {
            m_loss.emplace(lost, session.server());
        }
    }
}

void Crashes::look(database::Session& session, std::span<const Migration> planned) {
    record(session, planned);
    m_crashed = session.read_crashed();
    m_looked_at = base::Clock::now();
}

void Crashes::record(database::Session& session, std::span<const Migration> planned) {
    const auto loss = std::exchange(m_loss, std::nullopt);
    const auto* const migration = loss ? find_planned(planned, loss->error.work()) : nullptr;
    const bool is_crash = migration != nullptr && loss->server == session.server() &&
                          session.has_crashed_within(base::elapsed_since(m_looked_at));
    if (!is_crash) {
        return;
    }
    session.record_crash(*migration);
    if (const auto* before = find(*migration)) {
        auto error = loss->error;
        error.add_note(
            fmt::format("the server went down while it ran, {} in all", times_of(before->times + 1)));
        error.set_hint(
            fmt::format("see the server's log for why it went down: a process that was killed (out of "
                        "memory?), a fault of an extension or of the server. Until the file is "
                        "changed, the next run waits {} before it tries it again",
                        base::format_duration(pause_behind(before->times + 1))));
        throw diag::Error(error); // as a loss it would be followed by another session
    }
}

const Crashed* Crashes::find(const Migration& migration) const {
    const auto found = std::find_if(m_crashed.begin(), m_crashed.end(), [&](const Crashed& one) {
        return one.revision == migration.revision().id && one.is_up == migration.is_up() &&
               one.checksum == migration.checksum;
    });
    return found == m_crashed.end() ? nullptr : &*found;
}

base::milliseconds Crashes::pause_behind(int times) const {
    auto pause = m_first_pause;
    for (int time = 1; time < times && pause < k_longest_crash_pause; ++time) {
        pause *= 2;
    }
    return std::min(pause, std::max(k_longest_crash_pause, m_first_pause));
}

void Crashes::pause_before(std::span<const Migration> group, diag::Reporter& reporter) const {
    for (const auto& migration : group) {
        const auto* const crashed = find(migration);
        if (crashed == nullptr) {
            continue;
        }
        const auto rest = pause_behind(crashed->times) - crashed->ago - base::elapsed_since(m_looked_at);
        const auto delay = std::max(rest, 0ms);
        reporter.warning(fmt::format("the server went down while revision {} ran, {}; trying it {}",
                                     crashed->revision, times_of(crashed->times),
                                     delay > 0ms ? "again in " + base::format_duration(delay) : "again now"),
                         {{"event", "crashed"},
                          {"revision", crashed->revision},
                          {"direction", std::string(migration.direction())},
                          {"crashes", std::int64_t{crashed->times}},
                          {"delay_ms", std::int64_t{delay.count()}}});
        base::pause(delay, {base::Deadline::never(), m_stop});
    }
}

} // namespace headstart::migrate
