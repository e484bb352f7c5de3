#include "pg/scram.hpp"

#include <array>
#include <charconv>
#include <cstdint>
#include <string_view>
#include <sys/socket.h>

namespace headstart::pg {

namespace {

/// AuthenticationSASLContinue (manual, "Message Formats"): type, length, 11, and the mechanism's own words.
constexpr std::string_view k_continue("\0\0\0\x0B", 4);
constexpr std::size_t k_message_head = 9;

/// A second or two. The server's own default is 4096.
constexpr std::uint64_t k_most_rounds = 2'000'000;

std::uint64_t rounds_in(std::string_view words) {
    const auto at = words.find(",i=");
    std::uint64_t rounds = 0;
    if (at != std::string_view::npos) {
        const auto number = words.substr(at + 3);
        std::from_chars(number.data(), number.data() + number.size(), rounds);
    }
    return rounds;
}

} // namespace

std::optional<ConnectFailure> look_for_endless_hashing(PGconn* connection, const std::string& endpoint) {
    std::array<char, 2048> peeked{}; // libpq takes no longer request (fe-connect.c)
    if (PQsslInUse(connection) != 0 || PQstatus(connection) != CONNECTION_AWAITING_RESPONSE) {
        return std::nullopt;
    }
    const auto size = ::recv(PQsocket(connection), peeked.data(), peeked.size(), MSG_PEEK | MSG_DONTWAIT);
    const std::string_view bytes(peeked.data(), size > 0 ? static_cast<std::size_t>(size) : 0);
    if (bytes.size() <= k_message_head || bytes[0] != 'R' ||
        bytes.substr(5, k_continue.size()) != k_continue ||
        rounds_in(bytes.substr(k_message_head)) <= k_most_rounds) {
        return std::nullopt;
    }
    return ConnectFailure{Obstacle::unexpected_answer, "",
                          "it asks for a password that is hashed millions of times", endpoint};
}

} // namespace headstart::pg
