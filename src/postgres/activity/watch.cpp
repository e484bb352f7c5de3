#include "postgres/activity/watch.hpp"

#include "pg/connect.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <string_view>
#include <utility>

namespace headstart::postgres {

using namespace std::chrono_literals;

namespace {

constexpr auto k_shortest_interval = 20ms;

/// "… = '50ms'": the number that follows, in the unit that stands behind it; PostgreSQL's is milliseconds.
base::milliseconds value_behind(std::string_view text) {
    const auto digits = text.substr(std::min(text.find_first_of("0123456789"), text.size()));
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    const auto unit = digits.substr(static_cast<std::size_t>(end - digits.data()));
    const int factor = unit.starts_with("s") ? 1000 : unit.starts_with("min") ? 60'000 : 1;
    constexpr std::int64_t k_longest = 60'000;
    return base::milliseconds{error == std::errc() ? std::clamp<std::int64_t>(number, 0, k_longest) * factor
                                                   : 0};
}

/// The shortest lock_timeout that files set themselves, as far as their words tell; 0: none.
base::milliseconds shortest_in(std::span<const database::Migration> migrations) {
    constexpr std::string_view k_name = "lock_timeout";
    constexpr std::size_t k_near = 24; // " TO '50ms'"
    auto shortest = 0ms;
    for (const auto& migration : migrations) {
        const std::string_view text = migration.source->text;
        for (auto at = text.find(k_name); at != std::string_view::npos; at = text.find(k_name, at + 1)) {
            const auto value = value_behind(text.substr(at + k_name.size(), k_near));
            shortest = value > 0ms && (shortest == 0ms || value < shortest) ? value : shortest;
        }
    }
    return shortest;
}

/// For connecting and for each question. The watched session's answer may wait for us so long.
constexpr auto k_patience = 1s;
constexpr auto k_after_failure = 10s;
/// On top of two looks: what is kept between the server's giving up and our hearing of it.
constexpr auto k_memory = 500ms;

/// To the very server of the watched session, of several hosts and addresses.
pg::Conninfo to_server_of(const pg::Connection& connection, const pg::Conninfo& conninfo) {
    return conninfo.with({{"host", connection.host()},
                          {"hostaddr", connection.hostaddr()},
                          {"port", connection.port()},
                          {"target_session_attrs", "any"},
                          {"application_name", "headstart watch"}});
}

} // namespace

base::milliseconds look_interval(base::milliseconds lock_timeout) {
    const auto longest = WatchOptions{}.look_every;
    if (lock_timeout == 0ms) {
        return longest;
    }
    // The first look has a session to open first.
    constexpr auto k_short = 200ms;
    return std::clamp<base::milliseconds>(lock_timeout / (lock_timeout < k_short ? 3 : 2),
                                          k_shortest_interval, longest);
}

ActivityWatch::ActivityWatch(pg::Conninfo conninfo, WatchOptions options, diag::Reporter& reporter,
                             base::WaitContext stop)
    : m_conninfo(std::move(conninfo))
    , m_server(m_conninfo)
    , m_options(options)
    , m_reporter(reporter)
    , m_stop(stop) {}

void ActivityWatch::attach(pg::Connection& connection, bool is_pooled) {
    m_session.reset();
    m_server = to_server_of(connection, m_conninfo);
    m_pid = is_pooled ? std::nullopt : std::optional(connection.backend_pid());
    connection.obey(m_stop.with(this));
}

void ActivityWatch::during(const database::Work& work, std::span<const database::Migration> migrations,
                           const std::function<void()>& attempt) {
    m_blockers.clear();
    m_doubt = base::Deadline::after(0ms);
    if (const auto own = shortest_in(migrations); own > 0ms) {
        m_options.look_every = std::min(m_options.look_every, look_interval(own));
    }
    m_run = Run{work, migrations, base::Clock::now(), base::Deadline::after(m_options.look_every),
                base::Deadline::after(m_options.log_every)};
    try {
        attempt();
        m_run.reset();
    } catch (database::Refused& error) {
        m_run.reset();
        explain(error);
        throw;
    } catch (...) {
        m_run.reset();
        throw;
    }
}

void ActivityWatch::turn_to(const database::Work& work, std::span<const database::Migration> migrations) {
    if (m_run) {
        m_run->work = work;
        m_run->migrations = migrations;
        m_run->begin = base::Clock::now();
    }
}

void ActivityWatch::explain(database::Refused& error) {
    using Cause = database::Refused::Cause;
    if (error.cause() == Cause::lock_not_had || error.cause() == Cause::deadlock) {
        add_blockers(error);
    }
}

void ActivityWatch::add_blockers(diag::Error& error) {
    const auto blockers = std::exchange(m_blockers, {});
    if (m_blockers_until.has_passed()) {
        return; // they were in the way of something before this
    }
    for (const auto& line : describe(blockers, m_options.literals)) {
        error.add_note("blocked by " + line);
    }
}

base::Deadline ActivityWatch::due() const {
    return base::Deadline::earlier(m_stop.next_beat(), m_run ? m_run->due() : base::Deadline::never());
}

void ActivityWatch::beat_as(bool is_in_doubt) {
    (is_in_doubt ? m_stop.in_doubt_from(m_doubt) : m_stop).keep_pulse();
    if (!m_run || !m_run->due().has_passed()) {
        return;
    }
    auto& run = *m_run;
    const bool for_log = run.log_due.has_passed();
    const auto elapsed = base::elapsed_since(run.begin);
    ActivityReport report{run.work, run.migrations, elapsed, {}, {}};
    run.look_due = look(report, for_log);
    if (for_log) {
        run.log_due = base::Deadline::after(m_options.log_every);
        log_activity(report, m_options.literals, m_reporter);
    }
}

base::Deadline ActivityWatch::look(ActivityReport& report, bool for_log) {
    if (!m_pid) {
        return base::Deadline::never();
    }
    try {
        auto& session = this->session();
        session.limit_answers({base::Deadline::after(k_patience), pg::AnswerLimit::Overdue::abandoned});
        report.blockers = read_blockers(session, *m_pid);
        // Nobody may also mean that the server has just given up waiting, and its answer is on its way to us.
        if (!report.blockers.empty()) {
            m_blockers = report.blockers;
            m_blockers_until = base::Deadline::after(2 * m_options.look_every + k_memory);
        }
        if (for_log) {
            report.activity = read_activity(session, *m_pid);
        }
        m_doubt = base::Deadline::after(k_after_failure);
        return base::Deadline::after(m_options.look_every);
    } catch (const std::exception& error) { // base::Stopped too: the watched session's own wait obeys it
        m_reporter.debug(fmt::format("cannot see what the database is doing: {}", error.what()));
        m_session.reset();
        return base::Deadline::after(k_after_failure);
    }
}

pg::Connection& ActivityWatch::session() {
    if (!m_session) {
        const pg::ConnectOptions options{.connect_timeout = k_patience, .needs_writable = false};
        auto attempt = pg::try_connect(m_server, options, {base::Deadline::after(k_patience), m_stop});
        if (const auto* failure = std::get_if<pg::ConnectFailure>(&attempt)) {
            throw pg::ConnectionLost(pg::ConnectionLost::Cause::closed, failure->words);
        }
        m_session.emplace(std::move(std::get<pg::Connection>(attempt)));
    }
    return *m_session;
}

} // namespace headstart::postgres
