#include "pg/connect.hpp"

#include "base/fd.hpp"
#include "base/openssl.hpp"
#include "pg/cleartext.hpp"
#include "pg/prepare_session.hpp"
#include "pg/received.hpp"
#include "pg/resolve.hpp"
#include "pg/scram.hpp"
#include "pg/startup.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <new>
#include <optional>
#include <poll.h>
#include <sys/socket.h>
#include <utility>

namespace headstart::pg {

namespace {

/// What may come until a session stands: certificates, authentication, some dozen parameters. An error of the
/// server is told by libpq up to 30,000 bytes.
constexpr std::uint64_t k_most_greeting = std::uint64_t{1024} * 1024;

using Attempt = std::variant<Connection, ConnectFailure>;

std::string name_of(const Conninfo::Endpoint& endpoint) {
    const auto& host = endpoint.host.empty() ? endpoint.hostaddr : endpoint.host;
    if (host.empty() || host.starts_with('/') || host.starts_with('@')) {
        return host.empty() ? "the default socket" : host;
    }
    return fmt::format("{}:{}", host, endpoint.port.empty() ? "5432" : endpoint.port);
}

/// libpq prints notices until somebody takes them, bare lines between the records of a JSON log: those of a
/// server that dies while a session starts, among others.
void ignore_notice(void* /*unused*/, const PGresult* /*unused*/) {}

/// Says once that nothing comes, where one attempt may last long.
class Reminder {
public:
    Reminder(diag::Reporter& reporter, std::string endpoint)
        : m_reporter(reporter)
        , m_endpoint(std::move(endpoint)) {}

    [[nodiscard]] base::Deadline due() const { return m_due; }

    void remind_if_due() {
        if (m_due.has_passed()) {
            m_reporter.info(
                fmt::format("no answer from {} for 10 s", m_endpoint),
                fields_of(diag::server_at(m_endpoint), {{"event", "no_answer"}, {"endpoint", m_endpoint}}));
            m_due = base::Deadline::never();
        }
    }

private:
    diag::Reporter& m_reporter;
    std::string m_endpoint;
    base::Deadline m_due = base::Deadline::after(std::chrono::seconds{10});
};

/// False when the time is over.
bool wait_for_word(int socket, short events, Reminder& reminder, const base::WaitLimits& limits) {
    // A server that goes on sending never lets poll(2) wait until the deadline.
    while (!limits.deadline.has_passed()) {
        const auto until = base::Deadline::earlier(limits.deadline, reminder.due());
        const auto readiness = base::wait_for_fd(socket, events, {until, limits.stop});
        reminder.remind_if_due();
        if (readiness == base::Readiness::ready) {
            return true;
        }
    }
    return false;
}

int address_family(const Conninfo::Endpoint& endpoint) {
    const auto& address = endpoint.hostaddr.empty() ? endpoint.host : endpoint.hostaddr;
    if (address.empty() || address.starts_with('/') || address.starts_with('@')) {
        return AF_UNIX;
    }
    return address.find(':') == std::string::npos ? AF_INET : AF_INET6;
}

/// libpq 18 has no words for a socket that cannot be made, as 13 to 17 have: the system is asked for one
/// again.
std::string error_of(PGconn* connection, const Conninfo::Endpoint& endpoint) {
    std::string said = PQerrorMessage(connection);
    if (said.empty()) {
        const base::Fd socket(::socket(address_family(endpoint), SOCK_STREAM | SOCK_CLOEXEC, 0));
        said = socket.is_open() ? "libpq does not say why\n"
                                : fmt::format("could not create socket: {}\n", std::strerror(errno));
    }
    return said;
}

/// Drives PQconnectPoll until the session stands or fails.
Attempt establish(const Startup& startup, StartupStage stage, const Conninfo::Endpoint& endpoint,
                  Startup::Password password, const ConnectOptions& options, const base::WaitLimits& limits) {
    const OtherEnvironment environment(Startup::environment(stage));
    const auto parameters = startup.parameters(stage, endpoint, password);
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
    PQsetNoticeReceiver(handle.get(), ignore_notice, nullptr);
    PQsetErrorVerbosity(handle.get(), PQERRORS_VERBOSE); // the SQLSTATE: see classify()
    Reminder reminder(options.reporter, name_of(endpoint));
    auto wanted = PQstatus(handle.get()) == CONNECTION_BAD ? PGRES_POLLING_FAILED : PGRES_POLLING_WRITING;
    while (wanted != PGRES_POLLING_OK && wanted != PGRES_POLLING_FAILED) {
        const short events = wanted == PGRES_POLLING_READING ? POLLIN : POLLOUT;
        if (wanted == PGRES_POLLING_READING) { // the server forks a process meanwhile
            base::wake_openssl();
        }
        if (!wait_for_word(PQsocket(handle.get()), events, reminder, limits)) {
            return ConnectFailure{Obstacle::no_answer, "", "no answer in time", name_of(endpoint), true};
        }
        if (password == Startup::Password::guarded && wanted == PGRES_POLLING_READING) {
            if (auto failure = look_for_cleartext(handle.get(), limits, name_of(endpoint))) {
                return *std::move(failure);
            }
        }
        if (wanted == PGRES_POLLING_READING) {
            if (auto failure = look_for_endless_hashing(handle.get(), name_of(endpoint))) {
                return *std::move(failure);
            }
        }
        wanted = PQconnectPoll(handle.get());
        if (received_bytes(PQsocket(handle.get())) > k_most_greeting) {
            return ConnectFailure{Obstacle::unexpected_answer, "", "its greeting does not end",
                                  name_of(endpoint)};
        }
    }
    if (wanted == PGRES_POLLING_FAILED) {
        return classify(error_of(handle.get(), endpoint), name_of(endpoint));
    }
    PQsetErrorVerbosity(handle.get(), PQERRORS_DEFAULT);
    return Connection(std::move(handle), limits.stop);
}

/// The same, and the password is not given in clear text where somebody may listen.
Attempt establish_guarded(const Startup& startup, StartupStage stage, const Conninfo::Endpoint& endpoint,
                          const ConnectOptions& options, const base::WaitLimits& limits) {
    using Password = Startup::Password;
    const auto password = startup.password_at(endpoint);
    auto attempt = establish(startup, stage, endpoint, password, options, limits);
    auto* const failure = std::get_if<ConnectFailure>(&attempt);
    if (password != Password::guarded || failure == nullptr || !is_cleartext_refused(*failure)) {
        return attempt;
    }
    failure->obstacle = Obstacle::cleartext_password;
    if (startup.may_encrypt()) { // libpq does not say whether this one was: only to be asked for beforehand
        auto encrypted = establish(startup, stage, endpoint, Password::encrypted, options, limits);
        const auto* const other = std::get_if<ConnectFailure>(&encrypted);
        if (other == nullptr || other->obstacle != Obstacle::tls_refused) {
            return encrypted;
        }
    }
    return attempt;
}

Attempt attempt_address(const Startup& startup, const Conninfo::Endpoint& endpoint,
                        const ConnectOptions& options, const base::WaitLimits& limits) {
    const auto name = name_of(endpoint);
    auto stage = StartupStage::all;
    auto attempt = establish_guarded(startup, stage, endpoint, options, limits);
    while (const auto* failure = std::get_if<ConnectFailure>(&attempt)) {
        const auto next = startup.next(stage, *failure);
        if (!next) {
            return attempt;
        }
        options.reporter.debug(
            fmt::format("{} said: {}; trying again with less in the start-up packet", name, failure->words));
        stage = *next;
        attempt = establish_guarded(startup, stage, endpoint, options, limits);
    }
    auto failure = prepare_session(std::get<Connection>(attempt), startup, stage, options.needs_writable,
                                   limits.deadline, name);
    return failure ? *std::move(failure) : std::move(attempt);
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
        return ConnectFailure{failure->lacks_descriptor ? Obstacle::no_descriptor : Obstacle::name_not_found,
                              "", failure->reason, name_of(endpoint), failure->has_timed_out};
    }
    std::vector<Conninfo::Endpoint> endpoints;
    for (const auto& address : std::get<std::vector<std::string>>(resolved)) {
        endpoints.push_back({endpoint.host, address, endpoint.port});
    }
    return endpoints;
}

/// The first is what is told; what the others said, as a part of it.
void add_failure(std::optional<ConnectFailure>& first, const ConnectFailure& failure) {
    if (first) {
        first->others.push_back(fmt::format("{} said: {}", failure.endpoint, failure.words));
    } else {
        first = failure;
    }
}

} // namespace

std::variant<Connection, ConnectFailure> try_connect(const Conninfo& conninfo, const ConnectOptions& options,
                                                     const base::WaitLimits& limits) {
    const Startup startup(conninfo);
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
            add_failure(first_failure, *unresolved);
            continue;
        }
        for (const auto& endpoint : std::get<std::vector<Conninfo::Endpoint>>(endpoints)) {
            auto attempt = attempt_address(startup, endpoint, options, limits_now());
            const auto* failure = std::get_if<ConnectFailure>(&attempt);
            if (failure == nullptr || !traits_of(failure->obstacle).is_passing) {
                return attempt;
            }
            add_failure(first_failure, *failure);
        }
    }
    return *first_failure; // NOLINT(bugprone-unchecked-optional-access): there is always a host
}

} // namespace headstart::pg
