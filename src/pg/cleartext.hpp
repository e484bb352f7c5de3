#pragma once

#include "base/wait.hpp"
#include "pg/handles.hpp"
#include "pg/obstacle.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace headstart::pg {

/// Nobody is in between: a socket of this machine, or its loopback network. Of a name without an address only
/// "localhost" is.
bool is_local(std::string_view host, std::string_view hostaddr);

/// Whether libpq itself can be told to give no password in clear text (require_auth, since libpq 16).
bool knows_require_auth();

/// While a session begins over a connection that may not be encrypted: waits until what the server asks for
/// can be seen, before libpq reads it and answers with the password. Needed for a libpq before 16 alone, and
/// not as good: what comes between our look and libpq's is not seen.
///
/// Returns nothing where libpq may read on, else what stands in the way; throws base::Stopped.
std::optional<ConnectFailure> look_for_cleartext(PGconn* connection, const base::WaitLimits& limits,
                                                 const std::string& endpoint);

/// The failure is a refusal to give the password in clear text, by libpq.
bool is_cleartext_refused(const ConnectFailure& failure);

/// `require_auth` for that.
inline constexpr std::string_view k_no_cleartext = "!password";

} // namespace headstart::pg
