#include "pg/received.hpp"

#include <linux/tcp.h> // glibc's <netinet/tcp.h> has an older tcp_info
#include <netinet/in.h>
#include <sys/socket.h>

namespace headstart::pg {

std::uint64_t received_bytes(int socket) {
    tcp_info info{}; // zero where an older kernel fills less of it
    socklen_t size = sizeof info;
    return ::getsockopt(socket, IPPROTO_TCP, TCP_INFO, &info, &size) == 0 ? info.tcpi_bytes_received : 0;
}

} // namespace headstart::pg
