#include "support/listener.hpp"

#include "support/messages.hpp"
#include "support/sockets.hpp"

#include <array>
#include <cstdint>
#include <fstream>
#include <iomanip>
#include <netinet/in.h>
#include <poll.h>
#include <sstream>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

namespace headstart::test {

namespace {

/// True when the socket has something, false when the event came.
bool wait_for(const base::Fd& socket, const base::Fd& stop) {
    std::array<pollfd, 2> events{pollfd{socket.get(), POLLIN, 0}, pollfd{stop.get(), POLLIN, 0}};
    ::poll(events.data(), events.size(), -1);
    return events[1].revents == 0;
}

bool read_startup(int connection) {
    return !read_startup_packet(connection).empty();
}

} // namespace

Listener::Manner Listener::silent() {
    return [](int) { return false; };
}

Listener::Manner Listener::drops() {
    return [](int) { return true; };
}

Listener::Manner Listener::says(std::string sqlstate, std::string words) {
    return [sqlstate = std::move(sqlstate), words = std::move(words)](int connection) {
        if (read_startup(connection)) {
            send(connection, fatal_error(sqlstate, words));
        }
        return true;
    };
}

Listener::Manner Listener::warns(std::string warning, std::string sqlstate, std::string words) {
    using namespace std::string_literals;
    auto notice = message('N', "SWARNING\0C01000\0M"s + warning + "\0\0"s);
    return [notice = std::move(notice), sqlstate = std::move(sqlstate),
            words = std::move(words)](int connection) {
        if (read_startup(connection)) {
            send(connection, message('R', number_bytes(0)) + notice + fatal_error(sqlstate, words));
        }
        return true;
    };
}

Listener::Manner Listener::asks_password(std::atomic<int>& passwords) {
    return [&passwords](int connection) {
        using namespace std::string_literals;
        constexpr std::size_t k_cleartext = 3; // AuthenticationCleartextPassword
        const auto packet = message('R', number_bytes(k_cleartext));
        std::string head(5, '\0');
        if (read_startup(connection) && ::write(connection, packet.data(), packet.size()) > 0 &&
            receive(connection, head.data(), head.size())) {
            ++passwords;
        }
        return false;
    };
}

Listener::Manner Listener::answers(std::vector<Message> messages, bool closes) {
    return [messages = std::move(messages), closes](int connection) {
        if (!read_startup(connection)) {
            return true;
        }
        using namespace std::string_literals;
        send(connection, message('R', number_bytes(0)) + message('S', "client_encoding\0UTF8\0"s) +
                             message('S', "server_version\0"
                                          "15.0\0"s) +
                             message('S', "in_hot_standby\0off\0"s) +
                             message('S', "default_transaction_read_only\0off\0"s) +
                             message('K', number_bytes(1) + number_bytes(1)) + message('Z', "I"));
        pollfd question{connection, POLLIN, 0};
        ::poll(&question, 1, -1);
        for (const auto& [type, body] : messages) {
            send(connection, message(type, body));
        }
        return closes;
    };
}

Listener::Listener(Manner manner)
    : m_manner(std::move(manner))
    , m_socket(listen_on_loopback(SOMAXCONN, m_port))
    , m_stop(make_event())
    , m_thread([this] { serve(); }) {}

Listener::~Listener() {
    ::eventfd_write(m_stop.get(), 1);
    m_thread.join();
}

std::string Listener::url() const {
    return "postgresql://user:secret@127.0.0.1:" + m_port + "/postgres";
}

void Listener::serve() {
    while (wait_for(m_socket, m_stop)) {
        base::Fd connection(::accept4(m_socket.get(), nullptr, nullptr, SOCK_CLOEXEC));
        ++m_count;
        if (!m_manner(connection.get())) {
            m_kept.push_back(std::move(connection));
        }
    }
}

FullQueue::FullQueue()
    : m_socket(listen_on_loopback(0, m_port)) {
    auto address = address_of("127.0.0.1", std::stoi(m_port));
    // Connections succeed at once as long as there is room; the first that does not shows that it is full.
    while (true) {
        auto one = make_tcp_socket(SOCK_NONBLOCK);
        ::connect(one.get(), as_sockaddr(address), sizeof address);
        pollfd event{one.get(), POLLOUT, 0};
        const bool is_connected = ::poll(&event, 1, 200) > 0;
        m_waiting.push_back(std::move(one));
        if (!is_connected) {
            return;
        }
    }
}

std::string FullQueue::url() const {
    return "postgresql://user:secret@127.0.0.1:" + m_port + "/postgres";
}

int FullQueue::count_unanswered() const {
    // "  sl  local_address rem_address   st": addresses are hexadecimal, 02 is SYN_SENT.
    std::ostringstream remote;
    remote << "0100007F:" << std::uppercase << std::hex << std::setw(4) << std::setfill('0')
           << std::stoi(m_port) << " 02 ";
    std::ifstream table("/proc/net/tcp");
    int count = 0;
    for (std::string line; std::getline(table, line);) {
        count += line.find(remote.str()) != std::string::npos ? 1 : 0;
    }
    return count - 1; // the one of ours that filled it
}

NameServer::NameServer(Manner manner)
    : m_manner(manner)
    , m_socket(checked(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0), "socket"))
    , m_stop(make_event()) {
    // All of 127/8 is this machine: tests that run side by side each have an address.
    const auto pid = static_cast<unsigned>(::getpid());
    m_address = "127." + std::to_string(pid / 250 % 250 + 1) + "." + std::to_string(pid % 250 + 1) + ".53";
    auto address = address_of(m_address, 53);
    checked(::bind(m_socket.get(), as_sockaddr(address), sizeof address), "bind to port 53");
    m_thread = std::thread([this] { serve(); });
}

NameServer::~NameServer() {
    ::eventfd_write(m_stop.get(), 1);
    m_thread.join();
}

std::string NameServer::resolv_conf() const {
    return "nameserver " + m_address + "\noptions timeout:30 attempts:1\n";
}

void NameServer::serve() {
    while (wait_for(m_socket, m_stop)) {
        std::string packet(512, '\0');
        sockaddr_in peer{};
        socklen_t peer_size = sizeof peer;
        const auto size =
            ::recvfrom(m_socket.get(), packet.data(), packet.size(), 0, as_sockaddr(peer), &peer_size);
        ++m_count;
        constexpr ssize_t k_header = 12;
        const auto manner = m_manner.load();
        if (size <= k_header || manner == Manner::silent) {
            continue;
        }
        // RFC 1035, 4.1: the question comes back behind a header that says "answer", and how it went.
        auto name_end = packet.find('\0', k_header);
        const bool asks_for_ipv4 = packet[name_end + 2] == 1;
        packet.resize(name_end + 5);
        packet[2] = static_cast<char>(0x81);
        packet[3] = static_cast<char>(manner == Manner::unknown ? 0x83 : 0x80);
        packet.replace(6, 6, 6, '\0');
        if (manner == Manner::loopback && asks_for_ipv4) {
            using namespace std::string_literals;
            packet[7] = 1;
            packet += "\xC0\x0C\0\1\0\1\0\0\0\0\0\4\x7F\0\0\1"s;
        }
        ::sendto(m_socket.get(), packet.data(), packet.size(), 0, as_sockaddr(peer), peer_size);
    }
}

} // namespace headstart::test
