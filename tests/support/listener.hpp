#pragma once

#include "base/fd.hpp"

#include <atomic>
#include <functional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace headstart::test {

/// What stands at a TCP port of 127.0.0.1 and is no PostgreSQL server.
class Listener {
public:
    /// What is done with a connection; false: it is kept open and never spoken to again.
    using Manner = std::function<bool(int connection)>;

    /// Accepts, and never says a word.
    static Manner silent();

    /// Accepts and closes at once.
    static Manner drops();

    /// Reads the startup packet and answers with a FATAL error, as a server does that lets nobody in.
    static Manner says(std::string sqlstate, std::string words);

    /// Lets everybody in, warns, and then goes away before the session stands, saying why.
    static Manner warns(std::string warning, std::string sqlstate, std::string words);

    /// A message of the protocol: its type and what stands behind the length.
    using Message = std::pair<char, std::string>;

    /// Lets everybody in, and answers the first question with these messages, whatever it was. `closes`: and
    /// goes away then.
    static Manner answers(std::vector<Message> messages, bool closes);

    /// Asks for the password and never says what it thinks of it; counts those that came.
    static Manner asks_password(std::atomic<int>& passwords);

    explicit Listener(Manner manner);

    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;

    ~Listener();

    [[nodiscard]] const std::string& port() const { return m_port; }

    [[nodiscard]] std::string url() const;

    /// How many connections have come.
    [[nodiscard]] int count() const { return m_count; }

private:
    void serve();

    Manner m_manner;
    std::string m_port; ///< filled in while the socket is made
    base::Fd m_socket;
    base::Fd m_stop;
    std::vector<base::Fd> m_kept;
    std::atomic<int> m_count = 0;
    std::thread m_thread;
};

/// A port whose queue of connections is full: the kernel drops every further SYN, as a dead host would.
class FullQueue {
public:
    FullQueue();

    [[nodiscard]] std::string url() const;

    /// How many connections of others have been asked for and not been answered, as the kernel's own table
    /// (/proc/net/tcp) counts them.
    [[nodiscard]] int count_unanswered() const;

private:
    std::string m_port; ///< filled in while the socket is made
    base::Fd m_socket;
    std::vector<base::Fd> m_waiting;
};

/// A name server on a loopback address of its own, port 53; needs the right to bind there.
class NameServer {
public:
    enum class Manner {
        silent,   ///< never answers
        unknown,  ///< "no such name"
        loopback, ///< every name is 127.0.0.1
    };

    explicit NameServer(Manner manner);

    NameServer(const NameServer&) = delete;
    NameServer& operator=(const NameServer&) = delete;

    ~NameServer();

    void set(Manner manner) { m_manner = manner; }

    /// The content of a resolv.conf that asks this server only.
    [[nodiscard]] std::string resolv_conf() const;

    /// How many questions have come.
    [[nodiscard]] int count() const { return m_count; }

private:
    void serve();

    std::atomic<Manner> m_manner;
    base::Fd m_socket;
    base::Fd m_stop;
    std::string m_address;
    std::atomic<int> m_count = 0;
    std::thread m_thread;
};

} // namespace headstart::test
