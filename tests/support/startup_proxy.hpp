#pragma once

#include "base/fd.hpp"

#include <atomic>
#include <list>
#include <string>
#include <thread>
#include <vector>

namespace headstart::test {

/// Stands before a server on this machine, and is as particular about start-up packets as real proxies are;
/// everything behind them is passed on.
class StartupProxy {
public:
    struct Rules {
        std::vector<std::string> refused = {}; ///< parameters that it does not take: "options"
        std::string sqlstate = "08P01";        ///< of the refusal
        std::string words = "unsupported startup parameter";
        std::vector<std::string> dropped = {}; ///< parameters that it takes, and passes over
    };

    StartupProxy(std::string server_port, Rules rules);
    StartupProxy(const StartupProxy&) = delete;
    StartupProxy& operator=(const StartupProxy&) = delete;
    ~StartupProxy();

    [[nodiscard]] const std::string& port() const { return m_port; }

    /// How many packets it has refused.
    [[nodiscard]] int refusals() const { return m_refusals; }

private:
    void serve();
    void greet(int client);
    void relay(int client, int server) const;

    std::string m_server_port;
    Rules m_rules;
    std::string m_port; ///< filled in while the socket is made
    base::Fd m_socket;
    base::Fd m_stop;
    std::atomic<int> m_refusals = 0;
    std::list<std::thread> m_clients; ///< the serving thread's alone
    std::thread m_thread;
};

} // namespace headstart::test
