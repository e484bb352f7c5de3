#include "support/sockets.hpp"

#include <arpa/inet.h>
#include <cerrno>
#include <cstdint>
#include <sys/eventfd.h>
#include <system_error>

namespace headstart::test {

int checked(int result, const char* what) {
    if (result < 0) {
        throw std::system_error(errno, std::generic_category(), what);
    }
    return result;
}

base::Fd make_tcp_socket(int flags) {
    return base::Fd(checked(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | flags, 0), "socket"));
}

base::Fd make_event() {
    return base::Fd(checked(::eventfd(0, EFD_CLOEXEC), "eventfd"));
}

sockaddr_in address_of(const std::string& host, int port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    ::inet_pton(AF_INET, host.c_str(), &address.sin_addr);
    return address;
}

sockaddr* as_sockaddr(sockaddr_in& address) {
    return reinterpret_cast<sockaddr*>(&address); // NOLINT: the system's own type punning
}

base::Fd listen_on_loopback(int backlog, std::string& port) {
    auto socket = make_tcp_socket();
    auto address = address_of("127.0.0.1", 0);
    checked(::bind(socket.get(), as_sockaddr(address), sizeof address), "bind");
    checked(::listen(socket.get(), backlog), "listen");
    socklen_t size = sizeof address;
    checked(::getsockname(socket.get(), as_sockaddr(address), &size), "getsockname");
    port = std::to_string(ntohs(address.sin_port));
    return socket;
}

} // namespace headstart::test
