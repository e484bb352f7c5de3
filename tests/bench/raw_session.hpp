#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace bench {

/// postgresql://USER:PASSWORD@ADDRESS:PORT/DATABASE, an IPv4 address and nothing else.
struct Url {
    explicit Url(std::string_view text);
    std::string user, password, address, database;
    int port = 0;
};

/// A session of protocol 3 over TCP with SCRAM-SHA-256, by system calls alone: no negotiation that is refused
/// anyway, no setting, no question of its own. Throws std::runtime_error with what the server said.
class RawSession {
public:
    explicit RawSession(const Url& url);
    ~RawSession();
    RawSession(const RawSession&) = delete;
    RawSession& operator=(const RawSession&) = delete;

    /// A Query message, which may hold many statements. Its answers are not waited for.
    void send_query(std::string_view sql);
    /// Reads on until the server is ready for the next Query message.
    void finish_query();

private:
    void log_in(const Url& url);
    void send(char type, std::string_view body);
    char receive(std::string& body);
    void read_exactly(void* target, std::size_t size);
    std::string receive_authentication(std::uint32_t expected);

    int m_socket = -1;
    std::string m_received; ///< from m_used on, not yet looked at
    std::size_t m_used = 0;
};

} // namespace bench
