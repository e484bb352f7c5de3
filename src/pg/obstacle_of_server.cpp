#include "pg/sentence.hpp"
#include "pg/server_error.hpp"

#include <algorithm>
#include <array>

namespace headstart::pg {

namespace {

using enum Obstacle;

constexpr std::string_view k_internal = "XX000";

struct SqlstateRule {
    std::string_view prefix;   ///< whole SQLSTATE or its first letters
    std::string_view sentence; ///< that the message says
    Obstacle obstacle;
};

/// First match wins. A sentence is only asked for where one SQLSTATE has several meanings. What poolers and
/// platforms say is what PgBouncer, Supavisor, pgcat, Odyssey, pgpool, RDS Proxy, Neon and Azure send.
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
    SqlstateRule{sqlstate::protocol_violation, "odyssey: %s: SSL is required", tls_refused},
    SqlstateRule{sqlstate::protocol_violation, "login rejected", not_permitted},
    SqlstateRule{sqlstate::protocol_violation, "bouncer config error", misconfigured},
    SqlstateRule{sqlstate::protocol_violation, "no more connections allowed", too_many_connections},
    SqlstateRule{sqlstate::protocol_violation, "connections exceeded", too_many_connections},
    SqlstateRule{sqlstate::protocol_violation, "too many", too_many_connections},

    // Supavisor and Neon have one SQLSTATE for all.
    SqlstateRule{k_internal, "Tenant or user not found", unknown_role},
    SqlstateRule{k_internal, "(ENOTFOUND) %s", unknown_role},
    SqlstateRule{k_internal, "There is no user '%s' in the database. %s", unknown_role},
    SqlstateRule{k_internal, "(EADDRNOTALLOWED) %s", not_permitted},
    SqlstateRule{k_internal, "(ESSLREQUIRED) %s", tls_refused},
    SqlstateRule{k_internal, "SSL connection is required", tls_refused},
    SqlstateRule{k_internal, "The requested endpoint could not be found, or you don't have access to it.%s",
                 rejected},
    SqlstateRule{k_internal, "The endpoint has been disabled. %s", rejected},
    SqlstateRule{k_internal, "Endpoint ID is not specified. %s", misconfigured},
    SqlstateRule{k_internal, "endpoint is disabled", rejected},
    SqlstateRule{k_internal, "Inconsistent project name inferred from %s", misconfigured},
    SqlstateRule{k_internal, "max clients reached", too_many_connections},
    SqlstateRule{k_internal, "EMAXC", too_many_connections},
    SqlstateRule{k_internal, "MaxClients", too_many_connections},
    SqlstateRule{k_internal, "Max client connections reached", too_many_connections},
    SqlstateRule{k_internal, "from the pool", too_many_connections},
    SqlstateRule{k_internal, "too many", too_many_connections},
    SqlstateRule{k_internal, "ontrol plane request failed", starting_up},
    SqlstateRule{k_internal, "ouldn't connect to compute node", starting_up},

    // Whatever SQLSTATE they take for it.
    SqlstateRule{"", "This RDS proxy has no credentials for the role %s", unknown_role},
    SqlstateRule{"", "This RDS Proxy has no credentials for the role %s", unknown_role},
    SqlstateRule{"", "This RDS proxy requires TLS connections", tls_refused},
    SqlstateRule{"", "This RDS Proxy requires TLS connections", tls_refused},
    SqlstateRule{"", "Timed-out waiting to acquire database connection", too_many_connections},
    SqlstateRule{"55000", "database \"%s\" is not currently accepting connections", rejected},

    SqlstateRule{sqlstate::protocol_violation, "", starting_up},
    SqlstateRule{"533", "", too_many_connections},
    SqlstateRule{"53", "", connection_dropped}, // out of memory, disk full
    SqlstateRule{"57", "", starting_up},
    SqlstateRule{"58", "", connection_dropped}, // the server's own input and output
    SqlstateRule{"08", "", connection_dropped},

    // What a server of any kind says of the request, and says again.
    SqlstateRule{"0A", "", rejected}, SqlstateRule{"22", "", rejected}, SqlstateRule{"28", "", rejected},
    SqlstateRule{"3D", "", rejected}, SqlstateRule{"3F", "", rejected}, SqlstateRule{"42", "", rejected},
    SqlstateRule{"55P02", "", rejected}, // a parameter that is not to be set in a session
};

} // namespace

ConnectFailure classify(std::string_view sqlstate, std::string_view words, std::string endpoint) {
    const auto* const rule =
        std::find_if(k_sqlstate_rules.begin(), k_sqlstate_rules.end(), [&](const SqlstateRule& candidate) {
            return sqlstate.starts_with(candidate.prefix) &&
                   says(words, candidate.sentence, candidate.obstacle);
        });
    // What nobody has named and no class makes clear may pass: what was said is shown while it is waited for.
    return {rule != k_sqlstate_rules.end() ? rule->obstacle : refused_for_now, std::string(sqlstate),
            std::string(words), std::move(endpoint)};
}

} // namespace headstart::pg
