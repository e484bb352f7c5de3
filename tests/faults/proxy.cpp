#include "faults/proxy.hpp"

#include "support/sockets.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <limits>
#include <linux/filter.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdexcept>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <system_error>
#include <utility>

namespace headstart::test {

namespace {

using Kind = Fault::Kind;

/// Two ends, one message: without this, Nagle's algorithm holds the second half of a message back.
void send_at_once(const base::Fd& socket) {
    const int on = 1;
    ::setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

/// close() then sends a RST instead of a FIN.
void make_abrupt(const base::Fd& socket) {
    const linger abrupt{1, 0};
    ::setsockopt(socket.get(), SOL_SOCKET, SO_LINGER, &abrupt, sizeof abrupt);
}

/// Every packet that comes for the socket is dropped before the kernel answers it: no ACK for data, none for
/// a keepalive. A proxy that merely stops reading would look alive to both, since its kernel answers for it.
int make_deaf(const base::Fd& socket) {
    sock_filter drop_all{BPF_RET | BPF_K, 0, 0, 0};
    const sock_fprog program{1, &drop_all};
    return ::setsockopt(socket.get(), SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program);
}

} // namespace

std::string describe(const Fault& fault) {
    constexpr std::array k_kinds{"let go on", "held", "closed", "reset", "silenced"};
    const auto& [messages, bytes] = fault.place;
    return std::string(k_kinds.at(static_cast<std::size_t>(fault.kind))) + " behind " +
           (bytes == 0 ? "" : "byte " + std::to_string(bytes) + " of ") + "message " +
           std::to_string(messages + (bytes == 0 ? 0 : 1)) +
           (fault.sender == Sender::client ? " of the client" : " of the server");
}

bool may_silence() {
    return make_deaf(make_tcp_socket()) == 0;
}

Proxy::Proxy(const std::string& server_port, std::chrono::milliseconds delay)
    : m_server_port(server_port)
    , m_delay(delay)
    , m_socket(listen_on_loopback(SOMAXCONN, m_port))
    , m_stop(make_event())
    , m_thread([this] { serve(); }) {}

Proxy::~Proxy() {
    ::eventfd_write(m_stop.get(), 1);
    m_thread.join();
}

std::string Proxy::url(const std::string& server_url, std::string_view query) const {
    auto url = server_url;
    const auto port = ":" + m_server_port + "/";
    const auto at = url.rfind(port);
    if (at == std::string::npos) {
        throw std::runtime_error("not a URL of the server behind this proxy");
    }
    url.replace(at, port.size(), ":" + m_port + "/");
    return url.append("?sslmode=disable&gssencmode=disable").append(query);
}

void Proxy::arm(const Fault& fault) {
    const std::lock_guard lock(m_mutex);
    m_armed = fault;
    m_has_struck = false;
}

Proxy::Traffic Proxy::traffic() const {
    const std::lock_guard lock(m_mutex);
    return m_traffic;
}

void Proxy::serve() {
    while (true) {
        std::vector<pollfd> events{{m_stop.get(), POLLIN, 0}, {m_socket.get(), POLLIN, 0}};
        for (const auto& link : m_links) {
            events.push_back({link.client.get(), events_for(link, link.requests, link.answers), 0});
            events.push_back({link.server.get(), events_for(link, link.answers, link.requests), 0});
        }
        ::poll(events.data(), events.size(), time_until_due());
        if (events[0].revents != 0) {
            return;
        }
        std::size_t index = 2;
        for (auto& link : m_links) {
            advance(link, events[index].revents, events[index + 1].revents);
            index += 2;
        }
        m_links.remove_if([](const Link& link) { return link.is_over; });
        if (events[1].revents != 0) {
            accept();
        }
    }
}

/// For the socket from which `in` is read and to which `out` is written.
short Proxy::events_for(const Link& link, const Way& in, const Way& out) {
    if (link.is_held) {
        return POLLRDHUP; // the end is noticed without reading what was sent before it
    }
    constexpr std::size_t k_enough = 64;
    const bool reads = !in.has_ended && !in.is_at_fault && in.queue.size() < k_enough;
    const bool writes = !out.queue.empty() && out.queue.front().due <= Clock::now();
    return static_cast<short>((reads ? POLLIN : 0) | (writes ? POLLOUT : 0));
}

/// Milliseconds until the next delayed piece may be written; -1 when there is none.
int Proxy::time_until_due() const {
    auto next = Clock::time_point::max();
    for (const auto& link : m_links) {
        for (const auto* way : {&link.requests, &link.answers}) {
            if (!link.is_held && !way->queue.empty() && way->queue.front().due > Clock::now()) {
                next = std::min(next, way->queue.front().due);
            }
        }
    }
    return next == Clock::time_point::max()
               ? -1
               : static_cast<int>(std::chrono::ceil<std::chrono::milliseconds>(next - Clock::now()).count());
}

void Proxy::accept() {
    base::Fd client(::accept4(m_socket.get(), nullptr, nullptr, SOCK_CLOEXEC));
    auto server = make_tcp_socket();
    auto address = address_of("127.0.0.1", std::stoi(m_server_port));
    if (!client.is_open() || ::connect(server.get(), as_sockaddr(address), sizeof address) != 0) {
        return; // the client sees its connection closed, as it would see the server's port refuse it
    }
    send_at_once(client);
    send_at_once(server);
    ++m_count;
    Way requests{client.get(), server.get(), Framing(true)};
    Way answers{server.get(), client.get(), Framing(false)};
    {
        const std::lock_guard lock(m_mutex);
        if (m_armed) {
            (m_armed->sender == Sender::client ? requests : answers).fault = m_armed;
        }
    }
    m_links.push_back({std::move(client), std::move(server), std::move(requests), std::move(answers)});
}

void Proxy::advance(Link& link, short client_events, short server_events) {
    constexpr short k_end = POLLRDHUP | POLLHUP | POLLERR;
    if (link.is_held) {
        link.is_over = ((client_events | server_events) & k_end) != 0;
        return;
    }
    if (client_events != 0) {
        read(link.requests);
    }
    if (server_events != 0) {
        read(link.answers);
    }
    for (auto* way : {&link.requests, &link.answers}) {
        write(*way);
        if (way->is_at_fault && way->queue.empty()) {
            remember(link);
            strike(link, way->fault->kind);
            return;
        }
    }
    // One side's end is both sides' end, once what it said before has been passed on.
    for (const auto* way : {&link.requests, &link.answers}) {
        if (way->has_ended && way->queue.empty() && !link.is_over) {
            link.is_over = true;
            remember(link);
        }
    }
}

void Proxy::read(Way& way) {
    if (way.has_ended || way.is_at_fault) {
        return;
    }
    std::array<char, 65536> buffer{};
    const auto size = ::recv(way.from, buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (size <= 0) {
        way.has_ended = size == 0 || (errno != EAGAIN && errno != EINTR);
        return;
    }
    std::string_view bytes(buffer.data(), static_cast<std::size_t>(size));
    while (!bytes.empty() && !way.is_at_fault) {
        constexpr Place k_nowhere{std::numeric_limits<std::size_t>::max()};
        const auto taken = way.framing.take(bytes, way.fault ? way.fault->place : k_nowhere);
        way.queue.push_back({Clock::now() + m_delay, std::string(bytes.substr(0, taken))});
        bytes.remove_prefix(taken);
        if (way.fault && way.framing.has_reached(way.fault->place)) {
            reach(way);
        }
    }
}

void Proxy::reach(Way& way) {
    const std::lock_guard lock(m_mutex);
    if (!m_armed || way.fault->kind == Kind::notify) {
        m_has_struck = m_has_struck || m_armed;
        way.fault.reset();
    } else {
        way.is_at_fault = true;
    }
    m_armed.reset();
}

void Proxy::write(Way& way) {
    while (!way.queue.empty() && way.queue.front().due <= Clock::now()) {
        auto& bytes = way.queue.front().bytes;
        const auto size = ::send(way.to, bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
        if (size < 0 && (errno == EAGAIN || errno == EINTR)) {
            return;
        }
        if (size < 0) {
            way.has_ended = true; // nobody hears it any more
            way.queue.clear();
            return;
        }
        bytes.erase(0, static_cast<std::size_t>(size));
        if (bytes.empty()) {
            way.queue.pop_front();
        }
    }
}

void Proxy::strike(Link& link, Fault::Kind kind) {
    if (kind == Kind::hold) {
        link.is_held = true;
    } else {
        link.is_over = true;
        for (auto* socket : {&link.client, &link.server}) {
            if (kind == Kind::reset) {
                make_abrupt(*socket);
            }
            if (kind == Kind::silence) {
                checked(make_deaf(*socket), "SO_ATTACH_FILTER");
                m_deaf.push_back(std::move(*socket));
            }
        }
    }
    m_has_struck = true;
}

void Proxy::remember(const Link& link) {
    const std::lock_guard lock(m_mutex);
    const bool is_struck = link.requests.is_at_fault || link.answers.is_at_fault;
    const auto count = [](const Framing& framing) { return framing.types().size(); };
    if (is_struck || (!m_has_struck && count(link.requests.framing) > count(m_traffic.client))) {
        m_traffic = {link.requests.framing, link.answers.framing};
    }
}

} // namespace headstart::test
