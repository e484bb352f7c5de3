#include "support/startup_proxy.hpp"

#include "support/messages.hpp"
#include "support/sockets.hpp"

#include <algorithm>
#include <array>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace headstart::test {

namespace {

constexpr std::size_t k_head = 8; // length and version

/// "name\0value\0name\0value\0\0" behind the head.
std::vector<std::pair<std::string, std::string>> parameters_of(const std::string& packet) {
    std::vector<std::pair<std::string, std::string>> parameters;
    for (auto at = k_head; at + 1 < packet.size();) {
        const std::string name(packet.c_str() + at);
        const std::string value(packet.c_str() + at + name.size() + 1);
        at += name.size() + value.size() + 2;
        parameters.emplace_back(name, value);
    }
    return parameters;
}

bool contains(const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

/// What has come to one side goes to the other; false at the end of the stream.
bool pass(int from, int to) {
    std::array<char, 16384> piece{};
    const auto size = ::read(from, piece.data(), piece.size());
    for (ssize_t sent = 0; sent < size;) {
        const auto count =
            ::send(to, piece.data() + sent, static_cast<std::size_t>(size - sent), MSG_NOSIGNAL);
        if (count <= 0) {
            return false;
        }
        sent += count;
    }
    return size > 0;
}

} // namespace

StartupProxy::StartupProxy(std::string server_port, Rules rules)
    : m_server_port(std::move(server_port))
    , m_rules(std::move(rules))
    , m_socket(listen_on_loopback(SOMAXCONN, m_port))
    , m_stop(make_event())
    , m_thread([this] { serve(); }) {}

StartupProxy::~StartupProxy() {
    ::eventfd_write(m_stop.get(), 1);
    m_thread.join();
}

void StartupProxy::serve() {
    std::array<pollfd, 2> events{pollfd{m_socket.get(), POLLIN, 0}, pollfd{m_stop.get(), POLLIN, 0}};
    while (::poll(events.data(), events.size(), -1) > 0 && events[1].revents == 0) {
        const int client = ::accept4(m_socket.get(), nullptr, nullptr, SOCK_CLOEXEC);
        m_clients.emplace_back([this, owner = base::Fd(client)] { greet(owner.get()); });
    }
    for (auto& client : m_clients) {
        client.join();
    }
}

void StartupProxy::greet(int client) {
    const auto packet = read_startup_packet(client);
    if (packet.empty()) {
        return;
    }
    constexpr std::uint32_t k_cancel = 80877102;
    std::string body = packet.substr(4);
    if (number_at(packet, 4) != k_cancel) {
        body = packet.substr(4, 4);
        for (const auto& [name, value] : parameters_of(packet)) {
            if (contains(m_rules.refused, name)) {
                ++m_refusals;
                send(client, fatal_error(m_rules.sqlstate, m_rules.words));
                return;
            }
            if (!contains(m_rules.dropped, name)) {
                body += name + '\0' + value + '\0';
            }
        }
        body += '\0';
    }
    const auto server = make_tcp_socket();
    auto address = address_of("127.0.0.1", std::stoi(m_server_port));
    checked(::connect(server.get(), as_sockaddr(address), sizeof address), "connect");
    send(server.get(), number_bytes(body.size() + 4) + body);
    relay(client, server.get());
}

void StartupProxy::relay(int client, int server) const {
    std::array<pollfd, 3> events{pollfd{client, POLLIN, 0}, pollfd{server, POLLIN, 0},
                                 pollfd{m_stop.get(), POLLIN, 0}};
    while (::poll(events.data(), events.size(), -1) > 0 && events[2].revents == 0) {
        if ((events[0].revents != 0 && !pass(client, server)) ||
            (events[1].revents != 0 && !pass(server, client))) {
            return;
        }
    }
}

} // namespace headstart::test
