#pragma once

#include "base/fd.hpp"

#include <netinet/in.h>
#include <string>
#include <sys/socket.h>

/// Sockets for the servers and proxies that tests put in headstart's way. What fails throws
/// std::system_error.
namespace headstart::test {

/// The result of a system call; negative, errno is thrown.
int checked(int result, const char* what);

base::Fd make_tcp_socket(int flags = 0);

/// A counter for eventfd_write, which ends a thread's wait.
base::Fd make_event();

sockaddr_in address_of(const std::string& host, int port);

sockaddr* as_sockaddr(sockaddr_in& address);

/// On a port of the kernel's choice, which is put into `port`.
base::Fd listen_on_loopback(int backlog, std::string& port);

} // namespace headstart::test
