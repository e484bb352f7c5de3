#include "raw_session.hpp"

#include "sha256.hpp"

#include <arpa/inet.h>
#include <cerrno>
#include <cstring>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdexcept>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

namespace bench {

namespace {

constexpr std::string_view k_base64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

std::string encode(std::string_view bytes) {
    std::string text;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        std::uint32_t group = 0;
        for (std::size_t k = 0; k < 3; ++k) {
            group = group << 8 | (i + k < bytes.size() ? static_cast<std::uint8_t>(bytes[i + k]) : 0U);
        }
        for (std::size_t k = 0; k < 4; ++k) {
            text += i + k <= bytes.size() ? k_base64[group >> (18 - 6 * k) & 63] : '=';
        }
    }
    return text;
}

std::string decode(std::string_view text) {
    std::string bytes;
    std::uint32_t held = 0;
    int bits = 0;
    for (const char c : text.substr(0, text.find('='))) {
        held = held << 6 | static_cast<std::uint32_t>(k_base64.find(c));
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            bytes += static_cast<char>(held >> bits);
        }
    }
    return bytes;
}

std::string big_endian(std::uint32_t number) {
    const auto swapped = htonl(number);
    return {reinterpret_cast<const char*>(&swapped), sizeof swapped};
}

std::uint32_t number_at(std::string_view bytes) {
    std::uint32_t number = 0;
    std::memcpy(&number, bytes.data(), sizeof number);
    return ntohl(number);
}

/// `r=NONCE,s=SALT,i=COUNT`: the value that the letter names.
std::string attribute(std::string_view message, char letter) {
    while (!message.empty()) {
        const auto part = message.substr(0, message.find(','));
        if (part.starts_with(letter)) {
            return std::string(part.substr(2));
        }
        message.remove_prefix(std::min(message.size(), part.size() + 1));
    }
    throw std::runtime_error("SCRAM: a part is missing");
}

/// The `M` field of an ErrorResponse.
std::string message_of(std::string_view error) {
    while (error.size() > 1) {
        const std::string_view field(error.data());
        if (field.starts_with('M')) {
            return std::string(field.substr(1));
        }
        error.remove_prefix(field.size() + 1);
    }
    return "an error without a message";
}

} // namespace

Url::Url(std::string_view text) {
    constexpr std::string_view k_scheme = "postgresql://";
    const auto until = [&](char end) {
        const auto part = text.substr(0, text.find(end));
        text.remove_prefix(std::min(text.size(), part.size() + 1));
        return std::string(part);
    };
    if (!text.starts_with(k_scheme)) {
        throw std::runtime_error("not postgresql://…");
    }
    text.remove_prefix(k_scheme.size());
    user = until(':');
    password = until('@');
    address = until(':');
    port = std::stoi(until('/'));
    database = until('?');
}

RawSession::RawSession(const Url& url)
    : m_socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in peer{};
    peer.sin_family = AF_INET;
    peer.sin_port = htons(static_cast<std::uint16_t>(url.port));
    ::inet_pton(AF_INET, url.address.c_str(), &peer.sin_addr);
    const int on = 1;
    ::setsockopt(m_socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    try {
        if (::connect(m_socket, reinterpret_cast<const sockaddr*>(&peer), sizeof peer) != 0) {
            throw std::runtime_error(std::strerror(errno));
        }
        log_in(url);
    } catch (...) {
        ::close(m_socket);
        throw;
    }
}

RawSession::~RawSession() {
    send('X', "");
    ::close(m_socket);
}

void RawSession::log_in(const Url& url) {
    using namespace std::string_literals;
    const auto packet = big_endian(196608) + "user\0"s + url.user + "\0database\0"s + url.database + "\0\0"s;
    const auto framed = big_endian(static_cast<std::uint32_t>(packet.size() + 4)) + packet;
    if (::send(m_socket, framed.data(), framed.size(), MSG_NOSIGNAL) < 0) {
        throw std::runtime_error(std::strerror(errno));
    }
    receive_authentication(10);
    std::array<char, 18> random{};
    if (::getrandom(random.data(), random.size(), 0) != static_cast<ssize_t>(random.size())) {
        throw std::runtime_error("getrandom");
    }
    const auto first = "n=,r=" + encode({random.data(), random.size()});
    const auto hello = "n,," + first;
    send('p', "SCRAM-SHA-256\0"s + big_endian(static_cast<std::uint32_t>(hello.size())) + hello);
    const auto challenge = receive_authentication(11);
    const auto salted = salted_password(url.password, decode(attribute(challenge, 's')),
                                        std::stoi(attribute(challenge, 'i')));
    const auto key = Hmac(bytes_of(salted)).of("Client Key");
    const auto last = "c=biws,r=" + attribute(challenge, 'r');
    auto proof = Hmac(bytes_of(sha256(bytes_of(key)))).of(first + "," + challenge + "," + last);
    for (std::size_t i = 0; i < proof.size(); ++i) {
        proof[i] ^= key[i];
    }
    send('p', last + ",p=" + encode(bytes_of(proof)));
    receive_authentication(12);
    receive_authentication(0);
    finish_query();
}

std::string RawSession::receive_authentication(std::uint32_t expected) {
    std::string body;
    if (receive(body) != 'R' || number_at(body) != expected) {
        throw std::runtime_error("this server does not ask for SCRAM-SHA-256");
    }
    return body.substr(4);
}

void RawSession::send_query(std::string_view sql) {
    send('Q', sql);
}

void RawSession::finish_query() {
    std::string body;
    while (receive(body) != 'Z') {
    }
}

/// Reads what comes while the server does not take more: it may wait for that with full buffers of its own.
void RawSession::send(char type, std::string_view body) {
    const bool is_text = type == 'Q';
    auto message = type + big_endian(static_cast<std::uint32_t>(body.size() + (is_text ? 5 : 4)));
    message.append(body).append(is_text ? 1 : 0, '\0');
    for (std::size_t sent = 0; sent < message.size();) {
        const auto taken =
            ::send(m_socket, message.data() + sent, message.size() - sent, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (taken >= 0) {
            sent += static_cast<std::size_t>(taken);
            continue;
        }
        if (errno != EAGAIN) {
            return; // what is wrong is told by the next read
        }
        pollfd state{m_socket, POLLIN | POLLOUT, 0};
        ::poll(&state, 1, -1);
        std::array<char, 65536> buffer;
        if ((state.revents & POLLIN) != 0) {
            const auto size = ::recv(m_socket, buffer.data(), buffer.size(), MSG_DONTWAIT);
            m_received.append(buffer.data(), size > 0 ? static_cast<std::size_t>(size) : 0);
        }
    }
}

char RawSession::receive(std::string& body) {
    for (;;) {
        std::array<char, 5> head{};
        read_exactly(head.data(), head.size());
        body.resize(number_at({head.data() + 1, 4}) - 4);
        read_exactly(body.data(), body.size());
        if (head[0] == 'E') {
            throw std::runtime_error(message_of(body));
        }
        if (head[0] != 'N' && head[0] != 'S') {
            return head[0];
        }
    }
}

void RawSession::read_exactly(void* target, std::size_t size) {
    std::array<char, 65536> buffer;
    while (m_received.size() - m_used < size) {
        const auto got = ::recv(m_socket, buffer.data(), buffer.size(), 0);
        if (got <= 0) {
            throw std::runtime_error("the server has closed the connection");
        }
        m_received.erase(0, m_used);
        m_used = 0;
        m_received.append(buffer.data(), static_cast<std::size_t>(got));
    }
    std::memcpy(target, m_received.data() + m_used, size);
    m_used += size;
}

} // namespace bench
