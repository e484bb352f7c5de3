// delay MILLISECONDS HOST:PORT: a proxy that makes the way to a server longer: a round trip takes that much
// more.
//
// Listens on a free port of 127.0.0.1 and prints its number. Each direction is late by half of it. What a
// client sends at once waits for one round trip more, which the kernel's own handshake with us did not take.
// However much is under way at a time, no byte is late by more: it is distance, not a narrow road.

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <list>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string>
#include <string_view>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

struct Piece {
    Clock::time_point due;
    std::string bytes; ///< none: the sender has ended
};

/// One direction of a connection.
struct Way {
    int from = -1;
    int to = -1;
    Clock::duration delay{};
    Clock::time_point opens; ///< nothing has set out before
    std::deque<Piece> under_way;
    bool has_ended = false;

    void read() {
        std::array<char, 65536> buffer;
        const auto size = ::recv(from, buffer.data(), buffer.size(), 0);
        has_ended = size <= 0;
        const auto bytes = size > 0 ? static_cast<std::size_t>(size) : 0;
        under_way.push_back({std::max(Clock::now(), opens) + delay, std::string(buffer.data(), bytes)});
    }

    /// What has arrived. False when the way is closed.
    bool deliver() {
        while (!under_way.empty() && under_way.front().due <= Clock::now()) {
            const auto& bytes = under_way.front().bytes;
            if (bytes.empty()) {
                ::shutdown(to, SHUT_WR);
                return false;
            }
            for (std::size_t sent = 0; sent < bytes.size();) {
                const auto taken = ::send(to, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
                if (taken <= 0) {
                    return false;
                }
                sent += static_cast<std::size_t>(taken);
            }
            under_way.pop_front();
        }
        return true;
    }
};

struct Relay {
    Way up;
    Way down;
};

sockaddr_in address_of(std::string_view host, int port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    ::inet_pton(AF_INET, std::string(host).c_str(), &address.sin_addr);
    return address;
}

int listen_on_free_port() {
    const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    auto address = address_of("127.0.0.1", 0);
    socklen_t size = sizeof address;
    if (::bind(listener, reinterpret_cast<sockaddr*>(&address), size) != 0 || ::listen(listener, 64) != 0 ||
        ::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
        std::perror("delay");
        std::exit(1);
    }
    std::printf("%d\n", ntohs(address.sin_port));
    std::fflush(stdout);
    return listener;
}

void accept_one(int listener, const sockaddr_in& server, Clock::duration delay, std::list<Relay>& relays) {
    const int client = ::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
    const int backend = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (client < 0 || ::connect(backend, reinterpret_cast<const sockaddr*>(&server), sizeof server) != 0) {
        ::close(client);
        ::close(backend);
        return;
    }
    const int on = 1;
    ::setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    ::setsockopt(backend, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    const auto now = Clock::now();
    relays.push_back({{client, backend, delay, now + 2 * delay, {}}, {backend, client, delay, now, {}}});
}

/// Until something can be read or is due.
void wait_for_work(std::vector<pollfd>& states, const std::list<Relay>& relays) {
    auto next = Clock::time_point::max();
    for (const auto& relay : relays) {
        for (const Way* way : {&relay.up, &relay.down}) {
            if (!way->under_way.empty()) {
                next = std::min(next, way->under_way.front().due);
            }
        }
    }
    timespec rest{};
    if (next != Clock::time_point::max()) {
        const auto left = std::max<Clock::duration>(next - Clock::now(), Clock::duration::zero());
        rest.tv_sec = std::chrono::duration_cast<std::chrono::seconds>(left).count();
        rest.tv_nsec = (left % std::chrono::seconds{1}).count();
    }
    ::ppoll(states.data(), states.size(), next == Clock::time_point::max() ? nullptr : &rest, nullptr);
}

void serve(int listener, const sockaddr_in& server, Clock::duration delay) {
    std::list<Relay> relays;
    for (;;) {
        std::vector<pollfd> states{{listener, POLLIN, 0}};
        for (const auto& relay : relays) {
            for (const Way* way : {&relay.up, &relay.down}) {
                states.push_back({way->has_ended ? -1 : way->from, POLLIN, 0});
            }
        }
        wait_for_work(states, relays);
        std::size_t index = 1;
        for (auto relay = relays.begin(); relay != relays.end();) {
            bool is_open = true;
            for (Way* way : {&relay->up, &relay->down}) {
                if (states[index++].revents != 0) {
                    way->read();
                }
                is_open = way->deliver() && is_open;
            }
            if (is_open) {
                ++relay;
            } else {
                ::close(relay->up.from);
                ::close(relay->up.to);
                relay = relays.erase(relay);
            }
        }
        if (states[0].revents != 0) {
            accept_one(listener, server, delay, relays);
        }
    }
}

} // namespace

int main(int argc, char** argv) {
    const std::string_view server(argc == 3 ? argv[2] : "");
    const auto colon = server.find(':');
    if (colon == std::string_view::npos) {
        std::fputs("usage: delay MILLISECONDS ADDRESS:PORT\n", stderr);
        return 2;
    }
    // The kernel may wake us up to 50 microseconds late otherwise.
    ::prctl(PR_SET_TIMERSLACK, 1UL);
    const auto half = std::chrono::duration<double, std::milli>(std::atof(argv[1]) / 2);
    serve(listen_on_free_port(), address_of(server.substr(0, colon), std::atoi(server.data() + colon + 1)),
          std::chrono::duration_cast<Clock::duration>(half));
}
