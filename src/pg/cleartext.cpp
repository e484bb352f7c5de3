#include "pg/cleartext.hpp"

#include <arpa/inet.h>
#include <array>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

namespace headstart::pg {

namespace {

constexpr std::uint32_t k_cleartext = 3; // AuthenticationCleartextPassword (manual, "Message Formats")
constexpr std::size_t k_head = 9;        // of an authentication request: type, length, what is asked for

bool is_loopback(const std::string& address) {
    in_addr four{};
    in6_addr six{};
    constexpr std::uint32_t k_loopback_network = 127;
    return (::inet_pton(AF_INET, address.c_str(), &four) == 1 &&
            ntohl(four.s_addr) >> 24U == k_loopback_network) ||
           (::inet_pton(AF_INET6, address.c_str(), &six) == 1 && IN6_IS_ADDR_LOOPBACK(&six));
}

std::uint32_t number_at(std::string_view bytes) {
    std::uint32_t number = 0;
    for (std::size_t i = 0; i < sizeof number; ++i) {
        number = number << 8U | static_cast<unsigned char>(bytes[i]);
    }
    return number;
}

enum class Heard { nothing, incomplete, cleartext };

/// In messages of the server, from the beginning of one.
Heard hear(std::string_view bytes) {
    while (!bytes.empty() && bytes[0] == 'R') {
        if (bytes.size() < k_head) {
            return Heard::incomplete;
        }
        if (number_at(bytes.substr(5)) == k_cleartext) {
            return Heard::cleartext;
        }
        const auto size = std::size_t{1} + number_at(bytes.substr(1));
        if (size > bytes.size()) {
            return Heard::incomplete;
        }
        bytes.remove_prefix(size);
    }
    return Heard::nothing;
}

} // namespace

bool is_local(std::string_view host, std::string_view hostaddr) {
    const auto where = hostaddr.empty() ? host : hostaddr;
    return where.empty() || where.starts_with('/') || where.starts_with('@') || where == "localhost" ||
           is_loopback(std::string(where));
}

bool knows_require_auth() {
    constexpr int k_since = 160000;
    return PQlibVersion() >= k_since;
}

std::optional<ConnectFailure> look_for_cleartext(PGconn* connection, const base::WaitLimits& limits,
                                                 const std::string& endpoint) {
    const int socket = PQsocket(connection);
    const auto status = PQstatus(connection);
    std::array<char, 8192>
        peeked{}; // less than libpq reads at once: what is seen here is read by it as a whole
    int enough = 1;
    while (PQsslInUse(connection) == 0) {
        const auto size = ::recv(socket, peeked.data(), peeked.size(), MSG_PEEK | MSG_DONTWAIT);
        const std::string_view bytes(peeked.data(), size > 0 ? static_cast<std::size_t>(size) : 0);
        if ((status == CONNECTION_SSL_STARTUP || status == CONNECTION_GSS_STARTUP) && bytes.size() > 1 &&
            bytes[0] == 'N') {
            return ConnectFailure{Obstacle::unexpected_answer, "", "it speaks before it is asked", endpoint};
        }
        const auto heard = status == CONNECTION_AWAITING_RESPONSE ? hear(bytes) : Heard::nothing;
        if (heard == Heard::cleartext) {
            return ConnectFailure{Obstacle::cleartext_password, "", "it asked for a cleartext password",
                                  endpoint};
        }
        if (heard == Heard::nothing || bytes.size() == peeked.size() ||
            bytes.size() + 1 == static_cast<std::size_t>(enough)) {
            break;
        }
        enough = static_cast<int>(bytes.size()) + 1;
        // poll(2) obeys it, and the end of the stream is enough at any time.
        ::setsockopt(socket, SOL_SOCKET, SO_RCVLOWAT, &enough, sizeof enough);
        const bool is_over = limits.deadline.has_passed() ||
                             base::wait_for_fd(socket, POLLIN, limits) == base::Readiness::timed_out;
        constexpr int k_anything = 1;
        ::setsockopt(socket, SOL_SOCKET, SO_RCVLOWAT, &k_anything, sizeof k_anything);
        if (is_over) {
            return ConnectFailure{Obstacle::no_answer, "", "no answer in time", endpoint, true};
        }
    }
    return std::nullopt;
}

bool is_cleartext_refused(const ConnectFailure& failure) {
    return failure.obstacle == Obstacle::cleartext_password ||
           failure.words.find("\"!password\" failed") != std::string::npos;
}

} // namespace headstart::pg
