#include "postgres/activity/watch.hpp"

#include "pg/connect.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace headstart::postgres {

using namespace std::chrono_literals;

namespace {

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
    return lock_timeout == 0ms ? longest : std::clamp<base::milliseconds>(lock_timeout / 2, 50ms, longest);
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
    const auto elapsed = std::chrono::duration_cast<base::milliseconds>(base::Clock::now() - run.begin);
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
