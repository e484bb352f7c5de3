#include "pg/obstacle_of_pooler.hpp"
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

/// First match wins. A sentence is only asked for where one SQLSTATE has several meanings. PgBouncer says all
/// it has to say as a protocol violation and hands on what the server said to it so; Supavisor and Neon say
/// it as an internal error. What of that is lasting stands in obstacle_of_pooler.cpp.
constexpr std::array k_sqlstate_rules{
    SqlstateRule{"", "shutting down", shutting_down},
    // The postmaster says so of itself after a crash alone (CAC_RECOVERY in its postmaster.c).
    SqlstateRule{"", "the database system is in recovery mode", crash_recovery},
    SqlstateRule{sqlstate::cannot_connect_now, "recovery", in_recovery},
    SqlstateRule{"", "the database system is not accepting connections",
                 in_recovery}, // a standby with hot_standby off
    SqlstateRule{"", "the database system is starting up", starting_up},
    SqlstateRule{"", "the database system is not yet accepting connections", starting_up},
    SqlstateRule{sqlstate::cannot_connect_now, "", refused_for_now}, // a pooler's words, or another language
    SqlstateRule{sqlstate::admin_shutdown, "", shutting_down},
    SqlstateRule{sqlstate::crash_shutdown, "", shutting_down},
    SqlstateRule{sqlstate::too_many_connections, "", too_many_connections},
    SqlstateRule{sqlstate::invalid_password, "", wrong_password},
    SqlstateRule{sqlstate::invalid_catalog_name, "", unknown_database},
    // `role "x" is not permitted to log in` has the same SQLSTATE.
    SqlstateRule{sqlstate::invalid_authorization, "role \"%s\" does not exist", unknown_role},
    SqlstateRule{sqlstate::invalid_authorization, "", not_permitted},
    SqlstateRule{sqlstate::insufficient_privilege, "", not_permitted},

    SqlstateRule{sqlstate::protocol_violation, "no more connections allowed", too_many_connections},
    SqlstateRule{sqlstate::protocol_violation, "connections exceeded", too_many_connections},
    SqlstateRule{sqlstate::protocol_violation, "too many", too_many_connections},
    SqlstateRule{k_internal, "max clients reached", too_many_connections},
    SqlstateRule{k_internal, "EMAXC", too_many_connections},
    SqlstateRule{k_internal, "MaxClients", too_many_connections},
    SqlstateRule{k_internal, "Max client connections reached", too_many_connections},
    SqlstateRule{k_internal, "from the pool", too_many_connections},
    SqlstateRule{k_internal, "too many", too_many_connections},
    SqlstateRule{"", "Timed-out waiting to acquire database connection", too_many_connections},
    SqlstateRule{"55000", "database \"%s\" is not currently accepting connections", rejected},
    SqlstateRule{"533", "", too_many_connections},

    // What a server of any kind says of the request, and says again.
    SqlstateRule{"0A", "", rejected}, SqlstateRule{"22", "", rejected}, SqlstateRule{"28", "", rejected},
    SqlstateRule{"3D", "", rejected}, SqlstateRule{"3F", "", rejected}, SqlstateRule{"42", "", rejected},
    SqlstateRule{"55P02", "", rejected}, // a parameter that is not to be set in a session
};

} // namespace

ConnectFailure classify(std::string_view sqlstate, std::string_view words, std::string endpoint) {
    ConnectFailure failure{refused_for_now, std::string(sqlstate), std::string(words), std::move(endpoint)};
    if (const auto lasting = obstacle_of_pooler(words)) {
        failure.obstacle = *lasting;
        return failure;
    }
    const auto* const rule =
        std::find_if(k_sqlstate_rules.begin(), k_sqlstate_rules.end(), [&](const SqlstateRule& candidate) {
            return sqlstate.starts_with(candidate.prefix) &&
                   says(words, candidate.sentence, candidate.obstacle);
        });
    // What nobody has named and no class makes clear may pass: what was said is shown while it is waited for.
    if (rule != k_sqlstate_rules.end()) {
        failure.obstacle = rule->obstacle;
    }
    return failure;
}

} // namespace headstart::pg
