#pragma once

#include "base/wait.hpp"

#include <string>
#include <variant>
#include <vector>

namespace headstart::pg {

/// Why a name has no address (yet).
struct ResolveFailure {
    std::string reason;            ///< the resolver's words
    bool has_timed_out = false;    ///< it had none: the limits were over
    bool lacks_descriptor = false; ///< this process may open no more files
};

/// Addresses of a host name in the resolver's order, as text for libpq's `hostaddr`; an address is its own.
///
/// libpq would call getaddrinfo itself, blocking: a signal or deadline could not end the wait (manual,
/// "libpq: PQconnectStart", on hostaddr). Here the call runs on a thread of its own.
std::variant<std::vector<std::string>, ResolveFailure> resolve(const std::string& host,
                                                               const base::WaitLimits& limits);

} // namespace headstart::pg
