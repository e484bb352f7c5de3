#include "pg/connect.hpp"

#include "pg/resolve.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdlib>
#include <new>
#include <optional>
#include <poll.h>
#include <utility>

namespace headstart::pg {

namespace {

using Attempt = std::variant<Connection, ConnectFailure>;

/// Given to the server as it starts the session, so that no query is spent on it and RESET ALL keeps it.
/// A backend whose client has vanished from the network without a word notices it within half a minute, and
/// gives its locks back; the server's own default is the system's, two hours.
constexpr std::string_view k_keepalive_options = "-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c "
                                                 "tcp_keepalives_count=3 -c tcp_user_timeout=25000";

/// What of ours a server takes; poolers take no `options` at all.
enum class SessionOptions { all, without_check, none };

/// Ours where the user said nothing. A peer that vanished is noticed within half a minute instead of two
/// hours (manual, "libpq: Parameter Key Words").
constexpr std::array<std::pair<const char*, const char*>, 6> k_defaults{{
    {"fallback_application_name", "headstart"},
    {"client_encoding", "UTF8"},
    {"keepalives_idle", "10"},
    {"keepalives_interval", "5"},
    {"keepalives_count", "3"},
    {"tcp_user_timeout", "25000"},
}};

std::string options_with_ours(const Conninfo& conninfo, SessionOptions which) {
    // A given `options` hides PGOPTIONS from libpq, so ours must carry it on. Ours come first: theirs win.
    const char* environment = std::getenv("PGOPTIONS");
    const std::string theirs(conninfo.get("options").value_or(environment != nullptr ? environment : ""));
    std::string options(k_keepalive_options);
    if (which == SessionOptions::all) {
        options += fmt::format(" -c client_connection_check_interval={}", k_check_interval);
    }
    return theirs.empty() ? options : options + " " + theirs;
}

std::vector<Parameter> parameters_for(const Conninfo& conninfo, const Conninfo::Endpoint& endpoint,
                                      SessionOptions session_options) {
    const bool with_session_options = session_options != SessionOptions::none;
    std::vector<Parameter> parameters;
    for (const auto& [key, value] : conninfo.parameters()) {
        const bool is_ours =
            key == "host" || key == "hostaddr" || key == "port" || (key == "options" && with_session_options);
        if (!is_ours) {
            parameters.push_back({key, value});
        }
    }
    for (const auto& [key, value] : k_defaults) {
        if (!conninfo.get(key)) {
            parameters.push_back({key, value});
        }
    }
    if (with_session_options) {
        parameters.push_back({"options", options_with_ours(conninfo, session_options)});
    }
    for (const auto& [key, value] :
         {Parameter{"host", endpoint.host}, {"hostaddr", endpoint.hostaddr}, {"port", endpoint.port}}) {
        if (!value.empty()) {
            parameters.push_back({key, value});
        }
    }
    return parameters;
}

std::string name_of(const Conninfo::Endpoint& endpoint) {
    const auto& host = endpoint.host.empty() ? endpoint.hostaddr : endpoint.host;
    if (host.empty() || host.starts_with('/') || host.starts_with('@')) {
        return host.empty() ? "the default socket" : host;
    }
    return fmt::format("{}:{}", host, endpoint.port.empty() ? "5432" : endpoint.port);
}

/// Drives PQconnectPoll until the session stands or fails.
Attempt establish(const std::vector<Parameter>& parameters, const std::string& endpoint,
                  const base::WaitLimits& limits) {
    std::vector<const char*> keys;
    std::vector<const char*> values;
    for (const auto& [key, value] : parameters) {
        keys.push_back(key.c_str());
        values.push_back(value.c_str());
    }
    keys.push_back(nullptr);
    values.push_back(nullptr);
    ConnectionHandle handle(PQconnectStartParams(keys.data(), values.data(), 0));
    if (!handle) {
        throw std::bad_alloc();
    }
    PQsetErrorVerbosity(handle.get(), PQERRORS_VERBOSE); // the SQLSTATE: see classify()
    auto wanted = PQstatus(handle.get()) == CONNECTION_BAD ? PGRES_POLLING_FAILED : PGRES_POLLING_WRITING;
    while (wanted != PGRES_POLLING_OK && wanted != PGRES_POLLING_FAILED) {
        const short events = wanted == PGRES_POLLING_READING ? POLLIN : POLLOUT;
        if (base::wait_for_fd(PQsocket(handle.get()), events, limits) == base::Readiness::timed_out) {
            return ConnectFailure{Obstacle::no_answer, "", "no answer in time", endpoint, true};
        }
        wanted = PQconnectPoll(handle.get());
    }
    if (wanted == PGRES_POLLING_FAILED) {
        return classify(PQerrorMessage(handle.get()), endpoint);
    }
    PQsetErrorVerbosity(handle.get(), PQERRORS_DEFAULT);
    return Connection(std::move(handle), limits.stop);
}

/// A server before 14 does not know one of our settings, and PgBouncer takes no `options`: both say so while
/// connecting. Nothing if the failure has another cause.
std::optional<SessionOptions> fewer_options(const ConnectFailure& failure) {
    if (failure.sqlstate == sqlstate::undefined_object &&
        failure.words.find("client_connection_check_interval") != std::string::npos) {
        return SessionOptions::without_check;
    }
    if (failure.sqlstate == sqlstate::protocol_violation &&
        failure.words.find("options") != std::string::npos) {
        return SessionOptions::none;
    }
    return std::nullopt;
}

std::optional<Obstacle> obstacle_to_writing(Connection& connection) {
    auto in_standby = connection.parameter_status("in_hot_standby");
    auto read_only = connection.parameter_status("default_transaction_read_only");
    if (in_standby.empty() || read_only.empty()) {
        // Servers before 14 do not report these, and a pooler may not pass them on.
        const auto answer = connection.exec("SELECT CASE WHEN pg_catalog.pg_is_in_recovery() THEN 'on' END,"
                                            " pg_catalog.current_setting('default_transaction_read_only')");
        in_standby = answer.value(0, 0);
        read_only = answer.value(0, 1);
    }
    if (in_standby == "on") {
        return Obstacle::in_recovery;
    }
    return read_only == "on" ? std::optional{Obstacle::read_only} : std::nullopt;
}

Attempt attempt_address(const Conninfo& conninfo, const Conninfo::Endpoint& endpoint,
                        const ConnectOptions& options, const base::WaitLimits& limits) {
    const auto name = name_of(endpoint);
    auto attempt = establish(parameters_for(conninfo, endpoint, SessionOptions::all), name, limits);
    if (const auto* failure = std::get_if<ConnectFailure>(&attempt)) {
        if (const auto fewer = fewer_options(*failure)) {
            attempt = establish(parameters_for(conninfo, endpoint, *fewer), name, limits);
        }
    }
    if (auto* connection = std::get_if<Connection>(&attempt); connection && options.needs_writable) {
        try {
            if (const auto obstacle = obstacle_to_writing(*connection)) {
                return ConnectFailure{*obstacle, "", std::string(traits_of(*obstacle).sentence), name};
            }
        } catch (const ConnectionLost& lost) {
            return ConnectFailure{Obstacle::connection_dropped, "", lost.what(), name};
        }
    }
    return attempt;
}

/// The endpoint once for each of its addresses; sockets, literal addresses and `hostaddr` need no look-up.
std::variant<std::vector<Conninfo::Endpoint>, ConnectFailure> addresses_of(const Conninfo::Endpoint& endpoint,
                                                                           const base::WaitLimits& limits) {
    if (!endpoint.hostaddr.empty() || endpoint.host.empty() || endpoint.host.starts_with('/') ||
        endpoint.host.starts_with('@')) {
        return std::vector{endpoint};
    }
    const auto resolved = resolve(endpoint.host, limits);
    if (const auto* failure = std::get_if<ResolveFailure>(&resolved)) {
        return ConnectFailure{Obstacle::name_not_found, "", failure->reason, name_of(endpoint),
                              failure->has_timed_out};
    }
    std::vector<Conninfo::Endpoint> endpoints;
    for (const auto& address : std::get<std::vector<std::string>>(resolved)) {
        endpoints.push_back({endpoint.host, address, endpoint.port});
    }
    return endpoints;
}

} // namespace

std::variant<Connection, ConnectFailure> try_connect(const Conninfo& conninfo, const ConnectOptions& options,
                                                     const base::WaitLimits& limits) {
    std::optional<ConnectFailure> first_failure;
    auto hosts = conninfo.endpoints();
    if (hosts.empty()) {
        hosts.emplace_back(); // only a service file knows them: libpq finds them, blocking while it looks
                              // names up
    }
    for (const auto& host : hosts) {
        const auto limits_now = [&] {
            return base::WaitLimits{
                base::Deadline::earlier(limits.deadline, base::Deadline::after(options.connect_timeout)),
                limits.stop};
        };
        const auto endpoints = addresses_of(host, limits_now());
        if (const auto* unresolved = std::get_if<ConnectFailure>(&endpoints)) {
            first_failure = first_failure.value_or(*unresolved);
            continue;
        }
        for (const auto& endpoint : std::get<std::vector<Conninfo::Endpoint>>(endpoints)) {
            auto attempt = attempt_address(conninfo, endpoint, options, limits_now());
            const auto* failure = std::get_if<ConnectFailure>(&attempt);
            if (failure == nullptr || !traits_of(failure->obstacle).is_passing) {
                return attempt;
            }
            first_failure = first_failure.value_or(*failure);
        }
    }
    return *first_failure; // NOLINT(bugprone-unchecked-optional-access): there is always a host
}

} // namespace headstart::pg
