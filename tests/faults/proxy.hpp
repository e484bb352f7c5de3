#pragma once

#include "base/fd.hpp"
#include "faults/framing.hpp"

#include <atomic>
#include <chrono>
#include <deque>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace headstart::test {

enum class Sender { client, server };

/// What happens to a connection, and where in what one side sends.
struct Fault {
    enum class Kind {
        notify,  ///< nothing but Proxy::has_struck(): the traffic goes on
        hold,    ///< nothing passes any more; when the client has gone, the server hears of it
        close,   ///< both sides see the end of the stream
        reset,   ///< both sides see "connection reset by peer"
        silence, ///< both sockets stay, and not even the kernel answers: a network that drops every packet
    };

    Kind kind = Kind::notify;
    Sender sender = Sender::client;
    Place place = {};
};

/// "held behind message 17 of the client", "reset behind byte 3 of message 18 of the server"
std::string describe(const Fault& fault);

/// Whether Fault::Kind::silence is at hand: hardened kernels keep the filter that it takes for root.
bool may_silence();

/// Stands between headstart and a server on this machine, in a thread of its own, and passes on what it gets
/// message by message. The URL through it must say sslmode=disable: what is encrypted cannot be counted.
class Proxy {
public:
    /// What passed in one connection.
    struct Traffic {
        Framing client{true};
        Framing server{false};

        [[nodiscard]] const Framing& of(Sender sender) const {
            return sender == Sender::client ? client : server;
        }
    };

    /// `delay` is what every piece of data waits on its way, in both directions.
    explicit Proxy(const std::string& server_port, std::chrono::milliseconds delay = {});

    Proxy(const Proxy&) = delete;
    Proxy& operator=(const Proxy&) = delete;

    ~Proxy();

    /// The same database through the proxy; `query` is added: "&tcp_user_timeout=2000".
    [[nodiscard]] std::string url(const std::string& server_url, std::string_view query = {}) const;

    /// Strikes the first connection that gets so far, of those that come from now on; the others pass
    /// undisturbed.
    void arm(const Fault& fault);

    [[nodiscard]] bool has_struck() const { return m_has_struck; }

    /// What has passed in the connection that was struck; as long as none was, in the busiest that has ended.
    [[nodiscard]] Traffic traffic() const;

    /// How many connections have come.
    [[nodiscard]] int count() const { return m_count; }

private:
    using Clock = std::chrono::steady_clock;

    struct Piece {
        Clock::time_point due;
        std::string bytes;
    };

    /// One direction of a connection.
    struct Way {
        int from = -1;
        int to = -1;
        Framing framing;
        std::optional<Fault> fault = {}; ///< if it is this side that is counted
        std::deque<Piece> queue = {};
        bool has_ended = false;   ///< no more will come
        bool is_at_fault = false; ///< all that may pass has been read
    };

    struct Link {
        base::Fd client;
        base::Fd server;
        Way requests;
        Way answers;
        bool is_held = false;
        bool is_over = false;
    };

    void serve();
    static short events_for(const Link& link, const Way& in, const Way& out);
    [[nodiscard]] int time_until_due() const;
    void accept();
    void advance(Link& link, short client_events, short server_events);
    void read(Way& way);
    void reach(Way& way);
    static void write(Way& way);
    void strike(Link& link, Fault::Kind kind);
    void remember(const Link& link);

    std::string m_server_port;
    std::chrono::milliseconds m_delay;
    std::string m_port; ///< filled in while the socket is made
    base::Fd m_socket;
    base::Fd m_stop;
    std::list<Link> m_links; ///< the thread's alone, as m_deaf
    std::vector<base::Fd> m_deaf;
    mutable std::mutex m_mutex;
    std::optional<Fault> m_armed; ///< guarded by the mutex, as m_traffic
    Traffic m_traffic;
    std::atomic<bool> m_has_struck = false;
    std::atomic<int> m_count = 0;
    std::thread m_thread;
};

} // namespace headstart::test
