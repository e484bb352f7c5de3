#include "e2e/certificates.hpp"
#include "e2e/cluster.hpp"
#include "e2e/scenario.hpp"
#include "support/catch.hpp"
#include "support/eventually.hpp"
#include "support/listener.hpp"

#include <sys/socket.h>
#include <unistd.h>

using namespace headstart::test;

namespace {

const std::string k_host = "db.example";
const std::string k_tls = "TLS was not agreed on";
const std::string k_barred = "the server does not let us in";

/// A server that has TLS, and takes the certificates of clients from the same authority as its own.
class TlsServer {
public:
    TlsServer() {
        cluster.add_file("ca.crt", authority.certificate());
        show(authority.issue(k_host));
        cluster.add_setting("ssl = on");
        cluster.add_setting("ssl_ca_file = 'ca.crt'");
        cluster.add_hba_line("hostssl all certified all cert");
        Session admin(cluster.url());
        admin.query("CREATE ROLE app SUPERUSER LOGIN PASSWORD 'opensesame';"
                    "CREATE ROLE certified SUPERUSER LOGIN");
    }

    /// From now on the server presents itself so.
    void show(const Identity& issued) const {
        cluster.add_file("server.crt", issued.certificate);
        cluster.add_file("server.key", issued.key);
    }

    /// The server listens at 127.0.0.1, whatever it is called.
    [[nodiscard]] std::string url(const std::string& query, const std::string& user = "app:opensesame",
                                  const std::string& host = k_host) const {
        return "postgresql://" + user + "@" + host + ":" + cluster.port() + "/postgres?hostaddr=127.0.0.1&" +
               query;
    }

    Authority authority{"The test's authority"};
    Cluster cluster;
};

/// What a client has: one migration that writes down how its session is protected, and certificates.
struct Client : Project {
    Client() {
        migration("a1", "",
                  "CREATE TABLE seen AS SELECT ssl, client_dn FROM pg_catalog.pg_stat_ssl"
                  " WHERE pid = pg_catalog.pg_backend_pid();",
                  "DROP TABLE seen;");
    }

    std::string file(const std::string& name, const std::string& content) const {
        const auto path = folder.write(name, content);
        std::filesystem::permissions(path, std::filesystem::perms::owner_read |
                                               std::filesystem::perms::owner_write);
        return path;
    }

    /// For a URL: the certificate in sslcert, the key in sslkey.
    std::string identity(const std::string& name, const Identity& issued) const {
        return "sslcert=" + file(name + ".crt", issued.certificate) +
               "&sslkey=" + file(name + ".key", issued.key);
    }

    /// `run` with an application, and a patience that no test should have to wait for.
    Outcome run(const std::string& url, Environment variables = {}) {
        variables["DATABASE_URL"] = url;
        return headstart(
            Call{{"run", "--wait-timeout", "50s", "--", "echo", "started"}, variables, {}, {}, {}});
    }

    /// The application was started, and the migration saw an encrypted session.
    void check_encrypted(const TlsServer& server, const std::string& url, const std::string& client_dn = "",
                         const Environment& variables = {}) {
        INFO(url);
        const auto outcome = run(url, variables);
        CAPTURE(outcome.err);
        CHECK(outcome.out == "started\n");
        Session admin(server.cluster.url());
        REQUIRE(admin.text("SELECT ssl, client_dn FROM seen") ==
                "t|" + (client_dn.empty() ? "null" : client_dn));
        admin.query("DROP TABLE seen, alembic_version, headstart_journal");
    }

    /// It ended at once, with this cause; nothing was started.
    void check_refused(const std::string& url, const std::string& sentence, const std::string& words) {
        INFO(url);
        const auto begin = std::chrono::steady_clock::now();
        const auto outcome = run(url);
        CHECK(std::chrono::steady_clock::now() - begin < k_promptly);
        CHECK(outcome.status == 1);
        CHECK(outcome.out == "");
        using Catch::Matchers::ContainsSubstring;
        CHECK_THAT(outcome.err, ContainsSubstring("cannot connect to the database: " + sentence + "\n"));
        CHECK_THAT(outcome.err, ContainsSubstring(words));
        CHECK(outcome.err.find("opensesame") == std::string::npos);
    }
};

} // namespace

TEST_CASE("the server's certificate is checked as far as sslmode demands") {
    const TlsServer server;
    Client client;
    const auto ours = "sslrootcert=" + client.file("ca.crt", server.authority.certificate());
    const auto strangers =
        "sslrootcert=" + client.file("stranger.crt", Authority("A stranger").certificate());
    const std::string other = "other.example";

    client.check_encrypted(server, server.url("sslmode=verify-full&" + ours));
    client.check_encrypted(server, server.url("sslmode=verify-ca&" + ours, "app:opensesame", other));
    client.check_encrypted(server, server.url("sslmode=require"));
    client.check_encrypted(
        server, server.url(""), "",
        {{"PGSSLMODE", "verify-full"}, {"PGSSLROOTCERT", client.folder.path() / "ca.crt"}});
    // as asyncpg and node-postgres write it
    client.check_encrypted(server, server.url("ssl=require"));
    client.check_encrypted(server, server.url("ssl=true"));
    client.check_encrypted(server, server.url("ssl=verify-full&" + ours));

    const std::string unverified = "SSL error: certificate verify failed\n";
    for (const auto* mode :
         {"sslmode=verify-full&", "sslmode=verify-ca&", "sslmode=require&", "ssl=verify-full&"}) {
        client.check_refused(server.url(mode + strangers), k_tls, unverified);
    }
    client.check_refused(server.url("sslmode=verify-full&" + ours, "app:opensesame", other), k_tls,
                         "server certificate for \"" + k_host + "\" does not match host name \"" + other +
                             "\"\n");
    client.check_refused(server.url("sslmode=verify-full"), k_tls,
                         "root certificate file \"" + client.environment["HOME"] +
                             "/.postgresql/root.crt\" does not exist\n");
    client.check_refused(server.url("sslmode=verify-full&sslrootcert=/nowhere.crt"), k_tls,
                         "root certificate file \"/nowhere.crt\" does not exist\n");

    server.show(server.authority.issue(k_host, -1h));
    server.cluster.reload();
    client.check_refused(server.url("sslmode=verify-full&" + ours), k_tls, unverified);
    CHECK(Session(server.cluster.url()).text("SELECT to_regclass('alembic_version')") == "null");
}

TEST_CASE("either version of TLS is spoken") {
    const TlsServer server;
    Client client;
    for (const std::string version : {"TLSv1.2", "TLSv1.3"}) {
        client.check_encrypted(server, server.url("sslmode=require&ssl_min_protocol_version=" + version +
                                                  "&ssl_max_protocol_version=" + version));
    }
}

TEST_CASE("a connection that must be encrypted is never made in plain text") {
    Client client;
    const auto root = "sslrootcert=" + client.file("ca.crt", Authority("Anybody").certificate());
    const std::vector<std::string> demands{"sslmode=require", "sslmode=verify-ca&" + root,
                                           "sslmode=verify-full&" + root, "ssl=require",
                                           "ssl=verify-full&" + root};
    for (const auto& demand : demands) {
        // Somebody in between says that the server has no TLS, and listens.
        std::string heard;
        {
            const Listener listener([&](int connection) {
                std::string bytes(1024, '\0');
                for (bool is_first = true;; is_first = false) {
                    const auto size = ::recv(connection, bytes.data(), bytes.size(), 0);
                    if (size <= 0) {
                        return true;
                    }
                    heard.append(bytes, 0, static_cast<std::size_t>(size));
                    if (is_first) {
                        (void)!::write(connection, "N", 1);
                    }
                }
            });
            client.check_refused(listener.url() + "?" + demand, k_tls,
                                 "server does not support SSL, but SSL was required\n");
            CHECK(listener.count() == 1);
        }
        using namespace std::string_literals;
        CHECK(heard == "\0\0\0\x08\x04\xd2\x16\x2f"s); // SSLRequest (manual, "Message Formats"), and no more
        client.check_refused(client.database.url() + "?" + demand, k_tls,
                             "server does not support SSL, but SSL was required\n");
    }
    CHECK(client.version() == "no table");
}

TEST_CASE("a password in clear text is given over TLS, and only there") {
    const TlsServer server;
    Client client;
    server.cluster.add_hba_line("host all app all password");
    // Linux takes 0.0.0.0 for this machine, and it is none of the loopback addresses.
    const auto url = [&](const std::string& mode) {
        return "postgresql://app:opensesame@0.0.0.0:" + server.cluster.port() + "/postgres?sslmode=" + mode;
    };
    for (const auto* mode : {"allow", "prefer", "require"}) {
        client.check_encrypted(server, url(mode));
    }
    client.check_refused(
        url("disable"),
        "the server asks for the password in clear text, over a connection that is not encrypted",
        "a cleartext password\n");
}

TEST_CASE("the client's certificate says who it is") {
    const TlsServer server;
    Client client;
    server.cluster.add_hba_line("hostssl all app all scram-sha-256 clientcert=verify-full");
    const auto query =
        "sslmode=verify-full&sslrootcert=" + client.file("ca.crt", server.authority.certificate());
    const auto url = [&](const std::string& user, const std::string& identity) {
        return server.url(query + (identity.empty() ? "" : "&") + identity, user);
    };
    const auto certified = client.identity("certified", server.authority.issue("certified"));
    const auto app = client.identity("app", server.authority.issue("app"));

    client.check_encrypted(server, url("certified", certified), "/CN=certified");
    client.check_encrypted(server, url("app:opensesame", app), "/CN=app");

    const std::string missing = "connection requires a valid client certificate\n";
    client.check_refused(url("certified", ""), k_barred, missing);
    client.check_refused(url("app:opensesame", ""), k_barred, missing);
    client.check_refused(url("certified", app), k_barred,
                         "certificate authentication failed for user \"certified\"\n");
    // The server tells the cause to its log only.
    client.check_refused(url("app:opensesame", certified), "the password is wrong or missing",
                         "password authentication failed for user \"app\"\n");
    const auto stranger = client.identity("stranger", Authority("A stranger").issue("certified"));
    client.check_refused(url("certified", stranger), k_tls, "alert unknown ca\n");
    const auto expired = client.identity("expired", server.authority.issue("certified", -1h));
    client.check_refused(url("certified", expired), k_tls, "alert certificate expired\n");

    const auto key = client.folder.path() / "certified.key";
    const auto certificate = client.folder.path() / "certified.crt";
    std::filesystem::permissions(key, std::filesystem::perms::others_read,
                                 std::filesystem::perm_options::add);
    client.check_refused(url("certified", certified), k_tls,
                         "private key file \"" + key.string() + "\" has group or world access");
    client.check_refused(url("certified", "sslcert=" + certificate.string() + "&sslkey=/nowhere.key"), k_tls,
                         "certificate present, but not private key file \"/nowhere.key\"\n");
    client.check_refused(url("certified", "sslcert=" + certificate.string() +
                                              "&sslkey=" + (client.folder.path() / "app.key").string()),
                         k_tls, "could not load private key file");
}

TEST_CASE("a required channel binding is had over TLS with SCRAM, or the connection is refused") {
    const TlsServer server;
    Client client;
    client.check_encrypted(server, server.url("sslmode=require&channel_binding=require"));
    client.check_refused(server.url("sslmode=disable&channel_binding=require"), k_tls,
                         "channel binding required, but SSL not in use\n");
    // A proxy in between has another certificate, and would have to ask for the password itself.
    Session(server.cluster.url())
        .query("SET password_encryption = md5;"
               "CREATE ROLE legacy LOGIN PASSWORD 'opensesame'");
    for (const auto* method : {"md5", "password"}) {
        server.cluster.add_hba_line(std::string("hostssl all legacy all ") + method);
        client.check_refused(
            server.url("sslmode=require&channel_binding=require", "legacy:opensesame"), k_barred,
            "channel binding required but not supported by server's authentication request\n");
    }
    server.cluster.add_hba_line("hostssl all legacy all trust");
    client.check_refused(
        server.url("sslmode=require&channel_binding=require", "legacy:opensesame"), k_barred,
        "channel binding required, but server authenticated client without channel binding\n");
}

TEST_CASE("a password is given by the required method only, or not at all") {
    const TlsServer server;
    Client client;
    const auto demanding = [&](const std::string& user) {
        return server.url("sslmode=require&require_auth=scram-sha-256", user);
    };
    if (const auto libpq = built_with("libpq "); libpq < 16) { // as bookworm's
        const auto outcome = client.run(demanding("app:opensesame"));
        CHECK(outcome.status == 2);
        CHECK_THAT(outcome.err,
                   Catch::Matchers::StartsWith("error[HS0005]: require_auth needs libpq 16, and this "
                                               "is libpq " +
                                               std::to_string(libpq) + "."));
        return;
    }
    client.check_encrypted(server, demanding("app:opensesame"));
    server.cluster.add_hba_line("hostssl all app all password");
    client.check_refused(demanding("app:opensesame"), k_barred,
                         "authentication method requirement \"scram-sha-256\" failed: server requested a "
                         "cleartext password\n");
    server.cluster.add_hba_line("hostssl all app all trust");
    client.check_refused(
        demanding("app:opensesame"), k_barred,
        "authentication method requirement \"scram-sha-256\" failed: server did not complete "
        "authentication\n");
}
