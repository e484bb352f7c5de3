#include "pg/obstacle.hpp"

#include "base/text.hpp"
#include "pg/server_error.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace headstart::pg {

namespace {

using enum Obstacle;

constexpr std::array k_traits{
    ObstacleTraits{
        name_not_found, "name_not_found", "the host name is not found", true,
        "check the host of the database URL, and that this container is in the database's network"},
    ObstacleTraits{connection_refused, "connection_refused", "nothing listens there yet", true,
                   "check host and port of the database URL, and that the server is started"},
    ObstacleTraits{no_answer, "no_answer", "there is no answer", true,
                   "check host and port, and that no firewall or network policy drops the packets"},
    ObstacleTraits{connection_dropped, "connection_dropped", "the connection is accepted and dropped", true,
                   "look at the server's log, and at the proxy in front of it"},
    ObstacleTraits{starting_up, "starting_up", "the server is starting up", true, "look at the server's log"},
    ObstacleTraits{shutting_down, "shutting_down", "the server is shutting down", true,
                   "look at the server's log"},
    ObstacleTraits{in_recovery, "in_recovery",
                   "the server is a standby or in recovery, and cannot be written to", true,
                   "name the primary in the database URL, or several hosts"},
    ObstacleTraits{read_only, "read_only", "the database is read-only", true,
                   "find out who set default_transaction_read_only, or name a writable server"},
    ObstacleTraits{too_many_connections, "too_many_connections", "the server has no connection free", true,
                   "raise max_connections, or see who holds them in pg_stat_activity"},
    ObstacleTraits{wrong_password, "wrong_password", "the password is wrong or missing", false,
                   "check user and password of the database URL; waiting cannot help"},
    ObstacleTraits{unknown_database, "unknown_database", "there is no such database", false,
                   "create the database, or correct its name in the database URL; waiting cannot help"},
    ObstacleTraits{unknown_role, "unknown_role", "there is no such role", false,
                   "create the role, or correct the user in the database URL; waiting cannot help"},
    ObstacleTraits{not_permitted, "not_permitted", "the server does not let us in", false,
                   "look at pg_hba.conf and at the role's rights; waiting cannot help"},
    ObstacleTraits{tls_refused, "tls_refused", "TLS was not agreed on", false,
                   "check sslmode and sslrootcert, and that the server's certificate is signed by that CA, "
                   "bears the host's "
                   "name and has not expired; waiting cannot help"},
    ObstacleTraits{misconfigured, "misconfigured", "the connection settings are not usable", false,
                   "correct the database URL or the PG* variables"},
    ObstacleTraits{rejected, "rejected", "the server rejected the connection", false,
                   "look at the server's log"},
};

struct SqlstateRule {
    std::string_view prefix; ///< whole SQLSTATE or its first letters
    std::string_view words;  ///< and this in the message, if not empty
    Obstacle obstacle;
};

/// First match wins. Words are only asked where one SQLSTATE has several meanings.
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
    SqlstateRule{sqlstate::invalid_authorization, "\" does not exist", unknown_role},
    SqlstateRule{sqlstate::invalid_authorization, "", not_permitted},
    SqlstateRule{sqlstate::insufficient_privilege, "", not_permitted},
    // PgBouncer says all it has to say as a protocol violation, and hands on what the server said to it so.
    SqlstateRule{sqlstate::protocol_violation, "no such database", unknown_database},
    SqlstateRule{sqlstate::protocol_violation, "database \"", unknown_database},
    SqlstateRule{sqlstate::protocol_violation, "no such user", unknown_role},
    SqlstateRule{sqlstate::protocol_violation, "\" does not exist", unknown_role},
    SqlstateRule{sqlstate::protocol_violation, "no more connections allowed", too_many_connections},
    SqlstateRule{sqlstate::protocol_violation, "too many", too_many_connections},
    SqlstateRule{sqlstate::protocol_violation, "unsupported startup parameter", misconfigured},
    SqlstateRule{sqlstate::protocol_violation, "authentication failed", wrong_password},
    SqlstateRule{sqlstate::protocol_violation, "pg_hba.conf", not_permitted},
    SqlstateRule{sqlstate::protocol_violation, "not permitted", not_permitted},
    SqlstateRule{sqlstate::protocol_violation, "SSL required", tls_refused},
    SqlstateRule{sqlstate::protocol_violation, "", starting_up},
    SqlstateRule{"533", "", too_many_connections},
    SqlstateRule{"53", "", connection_dropped}, // out of memory, disk full
    SqlstateRule{"57", "", starting_up},
    SqlstateRule{"58", "", connection_dropped}, // the server's own input and output
    SqlstateRule{"08", "", connection_dropped},
};

struct TextRule {
    std::string_view words;
    Obstacle obstacle;
};

/// For what libpq and the system say themselves, before the server has spoken.
constexpr std::array k_text_rules{
    TextRule{"could not translate host name", name_not_found},
    TextRule{"Connection refused", connection_refused}, TextRule{"no password supplied", wrong_password},
    TextRule{"session is read-only", read_only}, TextRule{"server is in hot standby mode", in_recovery},
    TextRule{"server closed the connection unexpectedly", connection_dropped},
    TextRule{"Connection reset", connection_dropped}, TextRule{"SSL SYSCALL error", connection_dropped},
    TextRule{"unexpected eof", connection_dropped}, // OpenSSL 3's words for the same
    TextRule{"SSL connection has been closed", connection_dropped},
    // A server that cannot start another process says so even before TLS.
    TextRule{"error response during", connection_dropped},
    // No PostgreSQL server: another service has that port.
    TextRule{"received invalid response to SSL negotiation", misconfigured},
    TextRule{"but received", misconfigured}, TextRule{"sslmode", misconfigured}, TextRule{"SSL", tls_refused},
    TextRule{"certificate", tls_refused}, TextRule{"private key", tls_refused},
    TextRule{"channel binding", not_permitted}, TextRule{"GSSAPI", not_permitted},
    // Only behind the certificates, whose files may be missing too: the socket of a server that is not up.
    TextRule{"No such file or directory", connection_refused}, TextRule{"timeout expired", no_answer},
    TextRule{"timed out", no_answer}, TextRule{"No route to host", no_answer},
    TextRule{"Network is unreachable", no_answer}, TextRule{"Permission denied", not_permitted},
    TextRule{"authentication method", not_permitted}, TextRule{"invalid", misconfigured},
    TextRule{"unsupported", misconfigured}, TextRule{"could not match", misconfigured},
    TextRule{"could not parse", misconfigured}, TextRule{"service file", misconfigured},
    TextRule{"not found", misconfigured},      // definition of service "x" not found
    TextRule{"is too long", misconfigured},    // a socket's path
    TextRule{"does not exist", misconfigured}, // local user with ID 1000: no user is given and none is known
};

bool is_sqlstate(std::string_view text) {
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'); });
}

/// "… failed: FATAL:  28P01: password authentication failed …": where the SQLSTATE begins.
std::optional<std::size_t> find_sqlstate(std::string_view text) {
    for (auto at = text.find(":  "); at != std::string_view::npos; at = text.find(":  ", at + 1)) {
        const auto rest = text.substr(at + 3);
        if (rest.size() > 6 && rest[5] == ':' && is_sqlstate(rest.substr(0, 5))) {
            return at + 3;
        }
    }
    return std::nullopt;
}

/// Without libpq's "connection to server at … failed: ": host and user names are not to be taken for causes.
std::string_view behind_prefix(std::string_view text) {
    constexpr std::string_view k_end = " failed: ";
    const auto end = text.starts_with("connection to server") ? text.find(k_end) : std::string_view::npos;
    return end == std::string_view::npos ? text : text.substr(end + k_end.size());
}

} // namespace

const ObstacleTraits& traits_of(Obstacle obstacle) {
    return *std::find_if(k_traits.begin(), k_traits.end(),
                         [&](const ObstacleTraits& traits) { return traits.obstacle == obstacle; });
}

ConnectFailure classify(std::string_view sqlstate, std::string_view words, std::string endpoint) {
    const auto* const rule =
        std::find_if(k_sqlstate_rules.begin(), k_sqlstate_rules.end(), [&](const SqlstateRule& candidate) {
            return sqlstate.starts_with(candidate.prefix) &&
                   words.find(candidate.words) != std::string_view::npos;
        });
    return {rule != k_sqlstate_rules.end() ? rule->obstacle : rejected, std::string(sqlstate),
            std::string(words), std::move(endpoint)};
}

ConnectFailure classify(std::string_view error_message, std::string endpoint) {
    if (const auto at = find_sqlstate(error_message)) {
        const auto rest = error_message.substr(*at);
        return classify(rest.substr(0, 5), base::trim(rest.substr(6, rest.find('\n') - 6)),
                        std::move(endpoint));
    }
    const auto text = behind_prefix(error_message);
    const auto sentence = base::trim(text.substr(0, text.find('\n'))); // behind it libpq only guesses
    const auto* const rule =
        std::find_if(k_text_rules.begin(), k_text_rules.end(), [&](const TextRule& candidate) {
            return sentence.find(candidate.words) != std::string_view::npos;
        });
    // What nobody has named is taken for passing: giving up at once on a hiccup is worse than a late message.
    return {rule != k_text_rules.end() ? rule->obstacle : connection_dropped, "", std::string(sentence),
            std::move(endpoint)};
}

} // namespace headstart::pg
