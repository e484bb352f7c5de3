#pragma once

#include "faults/history.hpp"
#include "faults/proxy.hpp"

#include <string_view>

namespace headstart::test {

/// `headstart run -- echo started` through the proxy.
Call run_through(const Proxy& proxy, const Project& project, std::string_view query = {});

/// The history applied by a run that nothing disturbs: what passed between headstart and the server, and what
/// every other run is compared with.
struct Undisturbed {
    explicit Undisturbed(Project& project);

    /// The messages that one side sent.
    [[nodiscard]] std::size_t messages_of(Sender sender) const { return traffic.of(sender).types().size(); }

    Proxy::Traffic traffic;
    Aftermath aftermath;
};

} // namespace headstart::test
