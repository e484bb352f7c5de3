#pragma once

#include <cstdint>

namespace headstart::pg {

/// How many bytes have come over a TCP connection since it was made (Linux's tcp(7), TCP_INFO); 0 for a
/// socket of another kind. libpq does not say how much it has read, and keeps what it cannot take apart yet.
std::uint64_t received_bytes(int socket);

} // namespace headstart::pg
