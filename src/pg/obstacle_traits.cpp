#include "pg/obstacle.hpp"

#include <algorithm>
#include <array>

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
    ObstacleTraits{crash_recovery, "crash_recovery", "the server recovers from a crash", true,
                   "look at the server's log for what has brought it down"},
    ObstacleTraits{in_recovery, "in_recovery",
                   "the server is a standby or in recovery, and cannot be written to", true,
                   "name the primary in the database URL, or several hosts"},
    ObstacleTraits{read_only, "read_only", "the database is read-only", true,
                   "find out who set default_transaction_read_only, or name a writable server"},
    ObstacleTraits{too_many_connections, "too_many_connections", "the server has no connection free", true,
                   "raise max_connections, or see who holds them in pg_stat_activity"},
    ObstacleTraits{refused_for_now, "refused_for_now",
                   "the connection is refused, for a reason that may pass", true,
                   "look at the log of the server, and of the proxy in front of it"},
    ObstacleTraits{wrong_password, "wrong_password", "the password is wrong or missing", false,
                   "check user and password of the database URL; waiting cannot help"},
    ObstacleTraits{
        unknown_database, "unknown_database", "there is no such database", false,
        "create the database (`headstart database create`), or correct its name in the database URL; waiting "
        "cannot help"},
    ObstacleTraits{unknown_role, "unknown_role", "there is no such role", false,
                   "create the role, or correct the user in the database URL; waiting cannot help"},
    ObstacleTraits{not_permitted, "not_permitted", "the server does not let us in", false,
                   "look at pg_hba.conf and at the role's rights; waiting cannot help"},
    ObstacleTraits{address_not_allowed, "address_not_allowed", "connections from this address are not let in",
                   false,
                   "add this machine's address to those that the platform or the pooler lets in; waiting "
                   "cannot help"},
    ObstacleTraits{switched_off, "switched_off", "the database is switched off", false,
                   "enable it at the platform that runs it; waiting cannot help"},
    ObstacleTraits{quota_exhausted, "quota_exhausted", "a quota of the platform is used up", false,
                   "raise the quota at the platform, or wait for its next period"},
    ObstacleTraits{tls_refused, "tls_refused", "TLS was not agreed on", false,
                   "check sslmode and sslrootcert, and that the server's certificate is signed by that CA, "
                   "bears the host's "
                   "name and has not expired; waiting cannot help"},
    ObstacleTraits{
        cleartext_password, "cleartext_password",
        "the server asks for the password in clear text, over a connection that is not encrypted", false,
        "let the server ask by scram-sha-256, or encrypt the connection: sslmode=verify-full; only "
        "where nobody can listen: HEADSTART_CLEARTEXT_PASSWORD=true"},
    ObstacleTraits{misconfigured, "misconfigured", "the connection settings are not usable", false,
                   "correct the database URL or the PG* variables"},
    ObstacleTraits{unexpected_answer, "unexpected_answer", "the server answered what was not asked", false,
                   "see what stands at that address: no PostgreSQL server, or a proxy that is out of step"},
    ObstacleTraits{
        forbidden_here, "forbidden_here", "the system that headstart runs on forbids a connection", false,
        "a system call is refused: look at the seccomp profile of the container runtime, and at what "
        "security modules say; waiting cannot help"},
    ObstacleTraits{no_descriptor, "no_descriptor", "this process may open no more files", false,
                   "raise ulimit -n"},
    ObstacleTraits{rejected, "rejected", "the server rejected the connection", false,
                   "look at the server's log"},
};

} // namespace

const ObstacleTraits& traits_of(Obstacle obstacle) {
    return *std::find_if(k_traits.begin(), k_traits.end(),
                         [&](const ObstacleTraits& traits) { return traits.obstacle == obstacle; });
}

} // namespace headstart::pg
