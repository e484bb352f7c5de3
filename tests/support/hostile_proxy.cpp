#include "support/hostile_proxy.hpp"

#include "support/messages.hpp"
#include "support/sockets.hpp"

#include <array>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace headstart::test {

namespace {

constexpr std::size_t k_head = 5; // type and length

/// True unless `stop` came first, or nothing within `timeout`.
bool is_ready(int fd, short events, const base::Fd& stop, int timeout = -1) {
    std::array<pollfd, 2> both{pollfd{fd, events, 0}, pollfd{stop.get(), POLLIN, 0}};
    return ::poll(both.data(), both.size(), timeout) > 0 && both[1].revents == 0;
}

bool send_all(int to, const std::string& bytes, const base::Fd& stop) {
    for (std::size_t sent = 0; sent < bytes.size();) {
        if (!is_ready(to, POLLOUT, stop)) {
            return false;
        }
        const auto count = ::send(to, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (count <= 0) {
            return false;
        }
        sent += static_cast<std::size_t>(count);
    }
    return true;
}

/// Appends what has come; false at the end of the stream.
bool take(int from, std::string& bytes) {
    std::array<char, 16384> piece{};
    const auto size = ::read(from, piece.data(), piece.size());
    if (size > 0) {
        bytes.append(piece.data(), static_cast<std::size_t>(size));
    }
    return size > 0;
}

} // namespace

HostileProxy::Instead HostileProxy::unchanged(const Said& said) {
    return {message(said.type, said.body)};
}

HostileProxy::HostileProxy(std::string server_port, Manner manner)
    : m_server_port(std::move(server_port))
    , m_manner(std::move(manner))
    , m_socket(listen_on_loopback(SOMAXCONN, m_port))
    , m_stop(make_event())
    , m_thread([this] { serve(); }) {}

HostileProxy::~HostileProxy() {
    ::eventfd_write(m_stop.get(), 1);
    m_thread.join();
}

void HostileProxy::serve() {
    int connection = 0;
    while (is_ready(m_socket.get(), POLLIN, m_stop)) {
        const int client = ::accept4(m_socket.get(), nullptr, nullptr, SOCK_CLOEXEC);
        m_clients.emplace_back(
            [this, owner = base::Fd(client), number = connection++] { talk(owner.get(), number); });
    }
    for (auto& client : m_clients) {
        client.join();
    }
}

void HostileProxy::talk(int client, int connection) {
    const auto packet = read_startup_packet(client);
    if (packet.empty()) {
        return;
    }
    const auto server = make_tcp_socket();
    auto address = address_of("127.0.0.1", std::stoi(m_server_port));
    checked(::connect(server.get(), as_sockaddr(address), sizeof address), "connect");
    send(server.get(), packet);
    std::string heard;
    int number = 0;
    std::array<pollfd, 3> events{pollfd{client, POLLIN, 0}, pollfd{server.get(), POLLIN, 0},
                                 pollfd{m_stop.get(), POLLIN, 0}};
    while (::poll(events.data(), events.size(), -1) > 0 && events[2].revents == 0) {
        std::string asked;
        if (events[0].revents != 0 && (!take(client, asked) || !send_all(server.get(), asked, m_stop))) {
            return;
        }
        if (events[1].revents != 0 && !take(server.get(), heard)) {
            return;
        }
        while (heard.size() >= k_head && heard.size() >= 1 + number_at(heard, 1)) {
            const Said said{connection, number++, heard[0], heard.substr(k_head, number_at(heard, 1) - 4)};
            heard.erase(0, 1 + number_at(heard, 1));
            ++m_heard;
            if (!say(client, m_manner(said))) {
                return;
            }
        }
    }
}

bool HostileProxy::say(int client, const Instead& instead) {
    using Then = Instead::Then;
    bool is_there = send_all(client, instead.bytes, m_stop);
    while (is_there && instead.then == Then::flood) {
        is_there = send_all(client, instead.again, m_stop);
    }
    for (std::size_t at = 0; is_there && instead.then == Then::trickle; ++at) {
        is_ready(-1, 0, m_stop, 1);
        is_there = send_all(client, instead.again.substr(at % instead.again.size(), 1), m_stop);
    }
    std::string ignored;
    while (is_there && instead.then == Then::silence) {
        is_there = is_ready(client, POLLIN, m_stop) && take(client, ignored);
    }
    return is_there;
}

} // namespace headstart::test
