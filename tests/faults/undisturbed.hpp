#pragma once

#include "faults/history.hpp"
#include "faults/proxy.hpp"

#include <string_view>

namespace headstart::test {

/// Whether a run that has lost its connection makes a new one and goes on. If not, it ends with exit code 1,
/// and the next run goes on.
constexpr bool k_reconnects = false;

/// What `run` says then.
constexpr std::string_view k_lost = "error[HS0303]: the connection to the database was lost: ";

/// `headstart run -- echo started` through the proxy.
Call run_through(const Proxy& proxy, const Project& project, std::string_view query = {});

/// The history applied by a run that nothing disturbs: what passed between headstart and the server, and what
/// every other run is compared with.
struct Undisturbed {
    Undisturbed();

    Proxy::Traffic traffic;
    Aftermath aftermath;
};

} // namespace headstart::test
