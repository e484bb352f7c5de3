#include "pg/wait_for_server.hpp"

#include "base/dirt.hpp"
#include "base/duration.hpp"
#include "diag/codes.hpp"
#include "diag/diagnostic.hpp"
#include "pg/attempt_pace.hpp"
#include "pg/startup.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <utility>

namespace headstart::pg {

using namespace std::chrono_literals;

namespace {

constexpr auto k_reminder_every = 10s;

/// Says what stands in the way: at once when that changes, then every ten seconds.
class ProgressLog {
public:
    explicit ProgressLog(diag::Reporter& reporter)
        : m_reporter(reporter) {}

    void obstacle(const ConnectFailure& failure) {
        const bool is_news = !m_last || *m_last != failure.obstacle;
        if (!is_news && !m_next_reminder.has_passed()) {
            return;
        }
        m_last = failure.obstacle;
        m_next_reminder = base::Deadline::after(k_reminder_every);
        const auto& traits = traits_of(failure.obstacle);
        m_reporter.info(fmt::format("waiting for the database at {}: {} ({})", failure.endpoint,
                                    traits.sentence, failure.words),
                        fields_of(diag::server_at(failure.endpoint), {{"event", "waiting"},
                                                                      {"obstacle", std::string(traits.name)},
                                                                      {"endpoint", failure.endpoint},
                                                                      {"sqlstate", failure.sqlstate}}));
    }

    void ready(const Connection& connection, base::Clock::time_point since) const {
        if (m_last) {
            const auto waited = base::elapsed_since(since);
            const auto endpoint = fmt::format("{}:{}", connection.host(), connection.port());
            m_reporter.info(
                fmt::format("the database at {} is ready after {}", endpoint, base::format_duration(waited)),
                fields_of(diag::server_at(endpoint),
                          {{"event", "ready"}, {"duration_ms", std::int64_t{waited.count()}}}));
        }
    }

private:
    diag::Reporter& m_reporter;
    std::optional<Obstacle> m_last;
    base::Deadline m_next_reminder = base::Deadline::never();
};

/// What a server that is still starting, or the network around it, may be the cause of.
bool is_of_beginning(Obstacle obstacle) {
    return obstacle == Obstacle::name_not_found || obstacle == Obstacle::connection_refused ||
           obstacle == Obstacle::starting_up;
}

[[noreturn]] void give_up(const ConnectFailure& failure, const Conninfo& conninfo,
                          base::milliseconds patience) {
    const auto& traits = traits_of(failure.obstacle);
    diag::Diagnostic diagnostic;
    diagnostic.subject = diag::server_at(failure.endpoint);
    diagnostic.notes = {fmt::format("{} said: {}", failure.endpoint, failure.words)};
    diagnostic.notes.insert(diagnostic.notes.end(), failure.others.begin(), failure.others.end());
    diagnostic.notes.push_back(fmt::format("the database URL: {}", conninfo.describe()));
    const char* password = std::getenv("PGPASSWORD");
    if (failure.obstacle == Obstacle::wrong_password && password != nullptr && !conninfo.get("password") &&
        base::is_wrapped(password)) {
        diagnostic.notes.emplace_back(
            "PGPASSWORD has quotation marks or blanks around it, as docker's --env-file "
            "keeps them; they are taken for a part of the password");
    }
    diagnostic.hint = traits.hint;
    if (!failure.sqlstate.empty()) {
        diagnostic.server = diag::ServerFields{failure.sqlstate, "", "", ""};
    }
    if (!traits.is_passing) {
        diagnostic.code =
            failure.obstacle == Obstacle::no_descriptor ? diag::code::surroundings : diag::code::refused;
        diagnostic.message = fmt::format("cannot connect to the database: {}", traits.sentence);
        if (failure.obstacle == Obstacle::unknown_database) {
            throw UnknownDatabase(diag::ExitCode::failed, std::move(diagnostic));
        }
        throw diag::Error(failure.obstacle == Obstacle::misconfigured ? diag::ExitCode::usage
                                                                      : diag::ExitCode::failed,
                          std::move(diagnostic));
    }
    diagnostic.code = diag::code::not_ready;
    diagnostic.message = patience > 0ms ? fmt::format("the database was not ready within {}: {}",
                                                      base::format_duration(patience), traits.sentence)
                                        : fmt::format("the database is not ready: {}", traits.sentence);
    // Asked once, as by a developer; a script that begins beside the server meant to wait.
    if (patience == 0ms && is_of_beginning(failure.obstacle)) {
        diagnostic.hint +=
            fmt::format("{}if it is still starting, wait for it: --wait-timeout 60s, or "
                        "HEADSTART_WAIT_TIMEOUT; `headstart run -- COMMAND` waits, upgrades and "
                        "starts the command",
                        diagnostic.hint.empty() ? "" : "; ");
    }
    throw diag::Error(diag::ExitCode::not_ready, std::move(diagnostic));
}

} // namespace

Connection wait_for_server(const Conninfo& conninfo, const ConnectOptions& options,
                           base::milliseconds patience, base::WaitContext stop) {
    if (const auto encoding = Startup(conninfo).refused_encoding()) {
        options.reporter.debug(
            fmt::format("client_encoding {} is not obeyed: migrations are UTF-8", *encoding));
    }
    const auto since = base::Clock::now();
    const auto deadline = base::Deadline::after(patience);
    AttemptPace pace;
    ProgressLog log(options.reporter);
    std::optional<ConnectFailure> last;
    while (true) {
        // With no patience at all, one attempt still gets its connect_timeout.
        const base::WaitLimits limits{patience > 0ms ? deadline : base::Deadline::never(), stop};
        auto attempt = try_connect(conninfo, options, limits);
        if (auto* connection = std::get_if<Connection>(&attempt)) {
            log.ready(*connection, since);
            return std::move(*connection);
        }
        const auto& failure = std::get<ConnectFailure>(attempt);
        if (!traits_of(failure.obstacle).is_passing || deadline.has_passed()) {
            // An attempt that the end of our patience cut short knows less than the one before it.
            give_up(failure.has_timed_out && last ? *last : failure, conninfo, patience);
        }
        log.obstacle(failure);
        last = failure;
        if (base::pause(pace.pause_after(failure.obstacle), {deadline, stop}) == base::Readiness::timed_out) {
            // One more attempt would have no time at all, and end in "no answer" whatever the cause is.
            give_up(failure, conninfo, patience);
        }
    }
}

} // namespace headstart::pg
