#include "pg/sentence.hpp"
#include "pg/server_error.hpp"

#include <algorithm>
#include <array>

namespace headstart::pg {

namespace {

using enum Obstacle;

struct SqlstateRule {
    std::string_view prefix;   ///< whole SQLSTATE or its first letters
    std::string_view sentence; ///< that the message says
    Obstacle obstacle;
};

/// First match wins. A sentence is only asked for where one SQLSTATE has several meanings.
constexpr std::array k_sqlstate_rules{
    SqlstateRule{sqlstate::cannot_connect_now, "shutting down", shutting_down},
    SqlstateRule{sqlstate::cannot_connect_now, "recovery", in_recovery},
    SqlstateRule{sqlstate::cannot_connect_now, "not accepting",
                 in_recovery}, // a standby with hot_standby off
    SqlstateRule{sqlstate::cannot_connect_now, "", starting_up},
    SqlstateRule{sqlstate::admin_shutdown, "", shutting_down},
    SqlstateRule{sqlstate::crash_shutdown, "", shutting_down},
    SqlstateRule{sqlstate::too_many_connections, "", too_many_connections},
    SqlstateRule{sqlstate::invalid_password, "", wrong_password},
    SqlstateRule{sqlstate::invalid_catalog_name, "", unknown_database},
    // `role "x" is not permitted to log in` has the same SQLSTATE.
    SqlstateRule{sqlstate::invalid_authorization, "role \"%s\" does not exist", unknown_role},
    SqlstateRule{sqlstate::invalid_authorization, "", not_permitted},
    SqlstateRule{sqlstate::insufficient_privilege, "", not_permitted},
    // PgBouncer says all it has to say as a protocol violation, and hands on what the server said to it so.
    SqlstateRule{sqlstate::protocol_violation, "no such database: %s", unknown_database},
    SqlstateRule{sqlstate::protocol_violation, "database \"%s\" does not exist", unknown_database},
    SqlstateRule{sqlstate::protocol_violation, "database \"%s\" is disabled", unknown_database},
    SqlstateRule{sqlstate::protocol_violation, "no such user", unknown_role},
    SqlstateRule{sqlstate::protocol_violation, "no such user: %s", unknown_role},
    SqlstateRule{sqlstate::protocol_violation, "role \"%s\" does not exist", unknown_role},
    SqlstateRule{sqlstate::protocol_violation, "role \"%s\" is not permitted to log in", not_permitted},
    SqlstateRule{sqlstate::protocol_violation, "no pg_hba.conf entry for %s", not_permitted},
    SqlstateRule{sqlstate::protocol_violation, "pg_hba.conf rejects connection for %s", not_permitted},
    SqlstateRule{sqlstate::protocol_violation, "permission denied for database \"%s\"", not_permitted},
    SqlstateRule{sqlstate::protocol_violation, "%s authentication failed", wrong_password},
    SqlstateRule{sqlstate::protocol_violation, "%s authentication failed for user \"%s\"", wrong_password},
    SqlstateRule{sqlstate::protocol_violation, "unsupported startup parameter: %s", misconfigured},
    SqlstateRule{sqlstate::protocol_violation, "unsupported startup parameter in options: %s", misconfigured},
    SqlstateRule{sqlstate::protocol_violation, "SSL required", tls_refused},
    SqlstateRule{sqlstate::protocol_violation, "no more connections allowed", too_many_connections},
    SqlstateRule{sqlstate::protocol_violation, "connections exceeded", too_many_connections},
    SqlstateRule{sqlstate::protocol_violation, "too many", too_many_connections},
    SqlstateRule{sqlstate::protocol_violation, "", starting_up},
    SqlstateRule{"533", "", too_many_connections},
    SqlstateRule{"53", "", connection_dropped}, // out of memory, disk full
    SqlstateRule{"57", "", starting_up},
    SqlstateRule{"58", "", connection_dropped}, // the server's own input and output
    SqlstateRule{"08", "", connection_dropped},
};

} // namespace

ConnectFailure classify(std::string_view sqlstate, std::string_view words, std::string endpoint) {
    const auto* const rule =
        std::find_if(k_sqlstate_rules.begin(), k_sqlstate_rules.end(), [&](const SqlstateRule& candidate) {
            return sqlstate.starts_with(candidate.prefix) &&
                   says(words, candidate.sentence, candidate.obstacle);
        });
    return {rule != k_sqlstate_rules.end() ? rule->obstacle : rejected, std::string(sqlstate),
            std::string(words), std::move(endpoint)};
}

} // namespace headstart::pg
