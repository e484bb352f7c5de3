#pragma once

#include "base/fd.hpp"

#include <atomic>
#include <functional>
#include <list>
#include <string>
#include <thread>

namespace headstart::test {

/// Stands before a server on this machine and passes everything on, but says something else where a test
/// wants it: a server that is broken or hostile from its first word on, or in the middle of a real talk.
class HostileProxy {
public:
    /// A message of the server's, that is about to be passed on.
    struct Said {
        int connection; ///< from 0
        int number;     ///< in that connection, from 0
        char type;
        std::string body; ///< behind the length
    };

    /// What is sent in its place.
    struct Instead {
        enum class Then {
            go_on,
            flood,   ///< with `again` as fast as it is taken, until the client leaves
            trickle, ///< with `again`, a byte each millisecond
            silence, ///< nothing is said any more; the connection stays
        };

        std::string bytes;
        Then then = Then::go_on;
        std::string again = {};
    };

    using Manner = std::function<Instead(const Said& said)>;

    /// In the place of nothing.
    static Instead unchanged(const Said& said);

    HostileProxy(std::string server_port, Manner manner);
    HostileProxy(const HostileProxy&) = delete;
    HostileProxy& operator=(const HostileProxy&) = delete;
    ~HostileProxy();

    [[nodiscard]] const std::string& port() const { return m_port; }

    /// How many messages of the server have come in all.
    [[nodiscard]] int heard() const { return m_heard; }

private:
    void serve();
    void talk(int client, int connection);
    /// False when the client has left.
    bool say(int client, const Instead& instead);

    std::string m_server_port;
    Manner m_manner;
    std::string m_port; ///< filled in while the socket is made
    base::Fd m_socket;
    base::Fd m_stop;
    std::atomic<int> m_heard = 0;
    std::list<std::thread> m_clients; ///< the serving thread's alone
    std::thread m_thread;
};

} // namespace headstart::test
