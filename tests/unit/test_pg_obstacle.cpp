#include "pg/obstacle.hpp"
#include "support/catch.hpp"

#include <vector>

using namespace headstart;
using enum pg::Obstacle;

namespace {

struct Case {
    std::string message; ///< as PQerrorMessage gives it at PQERRORS_VERBOSE
    pg::Obstacle obstacle;
    std::string sqlstate;
    std::string words;
};

void check(const std::vector<Case>& cases) {
    for (const auto& [message, obstacle, sqlstate, words] : cases) {
        INFO(message);
        const auto failure = pg::classify(message, "db:5432");
        CHECK(pg::traits_of(failure.obstacle).name == pg::traits_of(obstacle).name);
        CHECK(failure.sqlstate == sqlstate);
        CHECK(failure.words == words);
        CHECK(failure.endpoint == "db:5432");
    }
}

const std::string k_tcp = "connection to server at \"127.0.0.1\", port 5432 failed: ";
const std::string k_socket = "connection to server on socket \"/run/.s.PGSQL.5432\" failed: ";

Case fatal(const std::string& state, const std::string& words, pg::Obstacle obstacle,
           const std::string& behind = "") {
    return {k_tcp + "FATAL:  " + state + ": " + words + "\n" + behind + "LOCATION:  f, file.c:1\n", obstacle,
            state, words};
}

Case plain(const std::string& words, pg::Obstacle obstacle, const std::string& behind = "") {
    return {k_tcp + words + "\n" + behind, obstacle, "", words};
}

} // namespace

TEST_CASE("what the server says is told apart by its SQLSTATE") {
    check({
        fatal("28P01", "password authentication failed for user \"app\"", wrong_password),
        fatal("3D000", "database \"nope\" does not exist", unknown_database),
        fatal("28000", "role \"nobody\" does not exist", unknown_role),
        fatal("28000", "role \"app\" is not permitted to log in", not_permitted),
        fatal("28000",
              "no pg_hba.conf entry for host \"10.0.0.2\", user \"app\", database \"app\", no encryption",
              not_permitted),
        fatal("42501", "permission denied for database \"app\"", not_permitted,
              "DETAIL:  User does not have CONNECT privilege.\n"),
        fatal("57P03", "the database system is starting up", starting_up),
        fatal("57P03", "the database system is not yet accepting connections", starting_up,
              "DETAIL:  Consistent recovery state has not been yet reached.\n"),
        fatal("57P03", "the database system is shutting down", shutting_down),
        fatal("57P01", "terminating connection due to administrator command", shutting_down),
        fatal("57P02", "terminating connection because of crash of another server process", shutting_down),
        fatal("57P03", "the database system is in recovery mode", crash_recovery),
        fatal("57P03", "the database system is not accepting connections", in_recovery,
              "DETAIL:  Hot standby mode is disabled.\n"),
        fatal("53300", "sorry, too many clients already", too_many_connections),
        fatal("53300", "remaining connection slots are reserved for non-replication superuser connections",
              too_many_connections),
        fatal("53300", "too many connections for role \"app\"", too_many_connections),
        fatal("53200", "out of memory", refused_for_now),
        fatal("58030", "could not read file \"global/pg_filenode.map\": Input/output error", refused_for_now),
        fatal("08006", "connection lost", refused_for_now),
        fatal("57P04", "database was dropped", refused_for_now),
        fatal("42704", "unrecognized configuration parameter \"nonsense\"", rejected),
        fatal("55000", "database \"template0\" is not currently accepting connections", rejected),
        fatal("22023", "invalid value for parameter \"replication\": \"xx\"", rejected,
              "HINT:  Valid values are: \"false\", 0, \"true\", 1, \"database\".\n"),
    });
}

TEST_CASE("the server's language makes no difference to the SQLSTATE") {
    const std::string words = "Passwort-Authentifizierung für Benutzer »app« fehlgeschlagen";
    check({
        fatal("28P01", words, wrong_password),
        fatal("3D000", "Datenbank »nope« existiert nicht", unknown_database),
        fatal("28000", "Rolle »nobody« existiert nicht", not_permitted),
        fatal("57P03", "das Datenbanksystem startet", refused_for_now),
        fatal("53300", "tut mir leid, schon zu viele Verbindungen", too_many_connections),
        {k_tcp + "СБОЙ:  28P01: пользователь \"app\" не прошёл проверку подлинности\nLOCATION:  f, a.c:1\n",
         wrong_password, "28P01", "пользователь \"app\" не прошёл проверку подлинности"},
    });
}

TEST_CASE("with sslmode=prefer there are two attempts, and the first one that was answered counts") {
    const std::string line = "FATAL:  28P01: password authentication failed for user \"app\"\nLOCATION:  "
                             "auth_failed, auth.c:334\n";
    check({
        {k_tcp + line + k_tcp + line, wrong_password, "28P01",
         "password authentication failed for user \"app\""},
        {k_tcp + line + k_tcp + "FATAL:  28000: no pg_hba.conf entry for host \"10.0.0.2\", user \"app\"\n",
         wrong_password, "28P01", "password authentication failed for user \"app\""},
        {k_tcp + "SSL error: sslv3 alert handshake failure\n" + k_tcp + line, wrong_password, "28P01",
         "password authentication failed for user \"app\""},
    });
}

TEST_CASE("PgBouncer has one SQLSTATE for all, and hands on what the server told it") {
    check({
        fatal("08P01", "no such database: unknown", unknown_database),
        fatal("08P01", "database \"nope\" does not exist", unknown_database),
        fatal("08P01", "database \"app\" is disabled", unknown_database),
        fatal("08P01", "no such user: ghost", unknown_role),
        fatal("08P01", "role \"ghost\" does not exist", unknown_role),
        fatal("08P01", "SASL authentication failed", wrong_password),
        fatal("08P01", "password authentication failed for user \"postgres\"", wrong_password),
        fatal("08P01", "no more connections allowed (max_client_conn)", too_many_connections),
        fatal("08P01", "sorry, too many clients already", too_many_connections),
        fatal("08P01", "unsupported startup parameter: options", misconfigured),
        fatal("08P01", "unsupported startup parameter in options: jit", misconfigured),
        fatal("08P01", "\"trust\" authentication failed", wrong_password),
        fatal("08P01", "client connections exceeded (max_db_client_connections)", too_many_connections),
        fatal("08P01", "could not get a connection for database \"app\" from the pool", refused_for_now),
        fatal("08P01", "authentication failed for now, the database \"app\" is being moved", refused_for_now),
        fatal("08P01", "the database system is starting up", starting_up),
        fatal("08P01", "the database system is shutting down", shutting_down),
        fatal("08P01", "auth failed", wrong_password),
        fatal("08P01", "wrong password type", wrong_password),
        fatal("08P01", "not allowed", not_permitted),
        fatal("08P01", "no such user", unknown_role),
        fatal("08P01", "invalid server parameter", misconfigured),
        fatal("08P01", "dns lookup failed", refused_for_now),
        fatal("08P01", "SSL required", tls_refused),
        fatal("08P01", "no pg_hba.conf entry for host \"10.0.0.2\"", not_permitted),
        fatal("08P01", "query_wait_timeout", refused_for_now),
        fatal("08P01", "pgbouncer cannot connect to server", refused_for_now),
        fatal("08P01", "server login has been failing, try again later (server_login_retry)",
              refused_for_now),
        fatal("08P01", "client_login_timeout (server down)", refused_for_now),
    });
}

TEST_CASE("poolers and platforms word 'not now' and 'never' in their own ways") {
    check({
        fatal("XX000",
              "MaxClientsInSessionMode: max clients reached - in Session mode max clients are limited "
              "to pool_size",
              too_many_connections),
        fatal("XX000",
              "(EMAXCONNSESSION) max clients reached in session mode - max clients are limited to "
              "pool_size: 15",
              too_many_connections),
        fatal("XX000", "Max client connections reached", too_many_connections),
        fatal("XX000", "Unable to check out process from the pool due to timeout", too_many_connections),
        fatal("XX000", "Control plane request failed", refused_for_now),
        fatal("XX000", "Couldn't connect to compute node", refused_for_now),
        fatal("XX000", "DbHandler exited", refused_for_now),
        fatal("XX000", "(ECIRCUITBREAKER) connections are blocked for a while", refused_for_now),
        fatal("58000", "could not get connection from the pool - AllServersDown", refused_for_now),
        fatal("08006", "odyssey: c0a1: failed to connect to remote server", refused_for_now),
        fatal("08P01", "Timed-out waiting to acquire database connection", too_many_connections),
        fatal("HY000", "Timed-out waiting to acquire database connection", too_many_connections),
        fatal("40001", "try again", refused_for_now),
        fatal("P0001", "a login trigger has its reasons", refused_for_now),
        // What no time mends.
        fatal("XX000", "Tenant or user not found", unknown_role),
        fatal("XX000", "(ENOTFOUND) tenant/user app.nope not found", unknown_role),
        fatal("XX000", "The endpoint has been disabled. Enable it using Neon API and retry.", switched_off),
        fatal("XX000",
              "The requested endpoint could not be found, or you don't have access to it. Please check",
              rejected),
        fatal("XX000", "Endpoint ID is not specified. Either please upgrade", misconfigured),
        fatal("28000", "This RDS proxy requires TLS connections", tls_refused),
        fatal("08P01", "This RDS proxy requires TLS connections", tls_refused),
        fatal("08P01", "odyssey: c0a1: SSL is required", tls_refused),
        fatal("08P01",
              "This RDS proxy has no credentials for the role app. Check the credentials for this role "
              "and try again.",
              unknown_role),
        fatal("0A000", "RDS Proxy currently doesn't support command-line options.", misconfigured),
        fatal("08P01", "connection is insecure (try using `sslmode=require`)", tls_refused),
        fatal("08P01", "Inconsistent project name inferred from SNI (a) and project option (b).",
              misconfigured),
        fatal("XX000",
              "Your account or project has exceeded the compute time quota. Upgrade your plan to increase "
              "limits.",
              quota_exhausted),
        fatal("53300", "Your project has exceeded the data transfer quota", quota_exhausted),
        fatal("XX000", "This IP address 1.2.3.4 is not allowed to connect to this endpoint.",
              address_not_allowed),
        fatal("XX000", "(EADDRNOTALLOWED) address not in tenant allow_list: {1,2,3,4}", address_not_allowed),
        fatal("XX000", "This IP address is not allowed to connect to this endpoint.", address_not_allowed),
        fatal("XX000", "Wrong password", wrong_password),
        fatal("XX000", "(EAUTHFAILED) Wrong password", wrong_password),
        fatal("XX000", "(ETENANTNOTFOUND) Tenant not found", unknown_role),
        fatal("XX000", "(ESOMETHING) nobody knows", refused_for_now),
        fatal("XX000", "Authentication error, reason: :invalid_password", wrong_password),
        fatal("08P01", "The caller does not have permission cloudsql.instances.connect", not_permitted),
        fatal("08P01", "Feature not supported: RDS Proxy currently doesn't support command-line options.",
              misconfigured),
        fatal("08001", "RDS Proxy supports only IAM or SCRAM authentication", not_permitted),
        fatal("08006", "odyssey: route for postgres.app is not found", unknown_database),
        fatal("08P01", "odyssey: c0a1: route for \"app.postgres\" is not found", unknown_database),
        fatal("08006", "odyssey: SSL is required", tls_refused),
        fatal("08006", "odyssey: incorrect password", wrong_password),
        fatal("58000", "no pool configured for database: \"app\", user: \"postgres\"", unknown_database),
        fatal("58000", "Invalid pool name {database: \"app\", username: \"postgres\"}", unknown_database),
        fatal("58000", "wrong user name", unknown_role),
        // Their words with others around them may pass.
        fatal("08P01", "auth failed, the auth_query's server is away", refused_for_now),
        fatal("XX000", "wrong password cache, retrying", refused_for_now),
        fatal("57P03", "odyssey: c1: server is currently unavailable", refused_for_now),
        {k_tcp + "FATAL:  database is starting\n", refused_for_now, "", "database is starting"},
        {k_tcp + "FATAL:  auth failed\n", wrong_password, "", "auth failed"},
        fatal("28023", "whatever it is", rejected),
    });
}

TEST_CASE("what libpq and the system say before the server has spoken") {
    check({
        plain("Connection refused", connection_refused,
              "\tIs the server running on that host and accepting TCP/IP connections?\n"),
        {k_socket + "No such file or directory\n\tIs the server running locally and accepting connections "
                    "on that socket?\n",
         connection_refused, "", "No such file or directory"},
        {k_socket + "Permission denied\n\tIs the server running locally and accepting connections on that "
                    "socket?\n",
         not_permitted, "", "Permission denied"},
        {"could not translate host name \"nope.invalid\" to address: Name or service not known\n",
         name_not_found, "",
         "could not translate host name \"nope.invalid\" to address: Name or service not known"},
        plain("server closed the connection unexpectedly", connection_dropped,
              "\tThis probably means the server terminated abnormally\n\tbefore or while processing the "
              "request.\n"),
        plain("could not receive data from server: Connection reset by peer", connection_dropped),
        plain("could not receive data from server: Connection timed out", no_answer),
        plain("could not create socket: Too many open files", no_descriptor),
        plain("timeout expired", no_answer),
        plain("No route to host", no_answer,
              "\tIs the server running on that host and accepting TCP/IP connections?\n"),
        plain("Network is unreachable", no_answer),
        plain("fe_sendauth: no password supplied", wrong_password),
        plain("session is read-only", read_only),
        plain("server is in hot standby mode", in_recovery),
        plain("server is not in hot standby mode", connection_dropped),
        plain("something nobody has ever seen", connection_dropped),
    });
}

TEST_CASE("TLS that is not agreed on is not a connection that was dropped") {
    check({
        plain("server does not support SSL, but SSL was required", tls_refused),
        plain("SSL error: certificate verify failed", tls_refused),
        plain("server certificate for \"wrong.example\" does not match host name \"127.0.0.1\"", tls_refused),
        plain("root certificate file \"/nope\" does not exist", tls_refused,
              "Either provide the file or change sslmode to disable server certificate verification.\n"),
        plain("could not read root certificate file \"/x\": no certificate or crl found", tls_refused),
        plain("could not open certificate file \"/nope.crt\": No such file or directory", tls_refused),
        plain("certificate present, but not private key file \"/nope.key\"", tls_refused),
        plain("private key file \"/x.key\" has group or world access; file must have permissions u=rw (0600) "
              "or less if owned by the current user, or permissions u=rw,g=r (0640) or less if owned by root",
              tls_refused),
        plain("channel binding required, but SSL not in use", tls_refused),
        plain("channel binding is required, but server did not offer an authentication method that supports "
              "channel binding",
              not_permitted),
        plain("channel binding required but not supported by server's authentication request", not_permitted),
        plain("authentication method requirement \"scram-sha-256\" failed: server requested a cleartext "
              "password",
              not_permitted),
        plain("server sent an error response during SSL exchange", connection_dropped),
        plain("SSL SYSCALL error: EOF detected", connection_dropped),
        plain("SSL SYSCALL error: Connection reset by peer", connection_dropped),
        plain("SSL error: unexpected eof while reading", connection_dropped),
        plain("SSL connection has been closed unexpectedly", connection_dropped),
    });
}

TEST_CASE("only a whole sentence ends the wait, bare words of it do not") {
    check({
        // A part of what is lasting, in sentences that nobody has named.
        plain("SSL", connection_dropped),
        plain("certificate", connection_dropped),
        plain("invalid", connection_dropped),
        plain("unsupported", connection_dropped),
        plain("no route to the unsupported SSL certificate", connection_dropped),
        plain("upstream not found", connection_dropped),
        plain("the upstream does not exist", connection_dropped),
        plain("the server does not support SSL, but SSL was required", connection_dropped),
        plain("server does not support SSL, but SSL was required yet", connection_dropped),
        plain("could not parse the upstream's answer", connection_dropped),
        plain("private key", connection_dropped),
        plain("could not read certificate file", connection_dropped),
        plain("sslmode", connection_dropped),
        plain("GSSAPI", connection_dropped),
        plain("could not get peer credentials: Permission denied", connection_dropped),
        plain("could not create socket: Permission denied", connection_dropped),
        plain("could not send SSL negotiation packet: Broken pipe", connection_dropped),
        plain("could not establish SSL connection: out of memory", connection_dropped),
        plain("could not receive data from server: invalid argument", connection_dropped),
        plain("SSL error: internal error", connection_dropped),
        plain("SSL error: tlsv1 alert internal error", connection_dropped),
        plain("SSL error: tlsv1 alert user cancelled", connection_dropped),
        plain("SSL error code 167772294", connection_dropped),
    });
}

TEST_CASE("a sentence is known whatever stands in its places") {
    check({
        plain("SSL error: certificate verify failed: unable to get local issuer certificate", tls_refused),
        plain("SSL error: wrong version number", tls_refused),
        plain("SSL error: ssl/tls alert handshake failure", tls_refused),
        plain("SSL error: sslv3 alert handshake failure", tls_refused),
        plain("SSL error: tlsv1 alert unknown ca", tls_refused),
        plain("server certificate for \"a\" (and 1 other name) does not match host name \"b\"", tls_refused),
        plain("server certificate for \"a\" (and 2 other names) does not match host name \"b\"", tls_refused),
        plain("root certificate file \"/a \"quoted\" %s file\" does not exist", tls_refused),
        plain("could not read root certificate file \"\": no", tls_refused),
        plain("certificate does not match private key file \"/x.key\": key values mismatch", tls_refused),
        plain("requirepeer specifies \"a\", but actual peer user name is \"b\"", not_permitted),
        {"Unix-domain socket path \"/a/.s.PGSQL.5432\" is too long (maximum 107 bytes)\n", misconfigured, "",
         "Unix-domain socket path \"/a/.s.PGSQL.5432\" is too long (maximum 107 bytes)"},
        {"service file \"/nope\" not found\n", misconfigured, "", "service file \"/nope\" not found"},
        {"invalid channel_binding value: \"x\"\n", misconfigured, "", "invalid channel_binding value: \"x\""},
        {"could not parse network address \"x\": Name or service not known\n", misconfigured, "",
         "could not parse network address \"x\": Name or service not known"},
        {"weak sslmode \"prefer\" may not be used with sslnegotiation=direct (use \"require\", "
         "\"verify-ca\", or "
         "\"verify-full\")\n",
         misconfigured, "",
         "weak sslmode \"prefer\" may not be used with sslnegotiation=direct (use \"require\", "
         "\"verify-ca\", or "
         "\"verify-full\")"},
    });
}

TEST_CASE("settings that cannot work are no reason to wait") {
    check({
        {"invalid integer value \"abc\" for connection option \"port\"\n", misconfigured, "",
         "invalid integer value \"abc\" for connection option \"port\""},
        {"invalid sslmode value: \"x\"\n", misconfigured, "", "invalid sslmode value: \"x\""},
        {"weak sslmode \"prefer\" may not be used with sslrootcert=system (use \"verify-full\")\n",
         misconfigured, "",
         "weak sslmode \"prefer\" may not be used with sslrootcert=system (use \"verify-full\")"},
        {"could not match 3 port numbers to 1 hosts\n", misconfigured, "",
         "could not match 3 port numbers to 1 hosts"},
        {"definition of service \"nope\" not found\n", misconfigured, "",
         "definition of service \"nope\" not found"},
        {"syntax error in service file \"/etc/pg_service.conf\", line 3\n", misconfigured, "",
         "syntax error in service file \"/etc/pg_service.conf\", line 3"},
        {"local user with ID 1000 does not exist\n", misconfigured, "",
         "local user with ID 1000 does not exist"},
        plain("received invalid response to SSL negotiation: H", misconfigured),
        plain("expected authentication request from server, but received H", misconfigured),
    });
}

TEST_CASE("names of hosts and users are not taken for causes") {
    check({
        {"connection to server at \"invalid.SSL.example\" (10.0.0.1), port 5432 failed: timeout expired\n",
         no_answer, "", "timeout expired"},
        {"connection to server at \"certificates\" (10.0.0.1), port 5432 failed: Network is unreachable\n",
         no_answer, "", "Network is unreachable"},
    });
}

TEST_CASE("every obstacle has its traits, and only those that pass are waited for") {
    for (const auto passing :
         {name_not_found, connection_refused, no_answer, connection_dropped, starting_up, shutting_down,
          crash_recovery, in_recovery, read_only, too_many_connections, refused_for_now}) {
        CHECK(pg::traits_of(passing).obstacle == passing);
        CHECK(pg::traits_of(passing).is_passing);
    }
    for (const auto lasting : {wrong_password, unknown_database, unknown_role, not_permitted, tls_refused,
                               misconfigured, rejected}) {
        CHECK(pg::traits_of(lasting).obstacle == lasting);
        CHECK_FALSE(pg::traits_of(lasting).is_passing);
        CHECK_FALSE(pg::traits_of(lasting).hint.empty());
    }
}
