#include "e2e/cluster.hpp"
#include "e2e/scenario.hpp"
#include "support/catch.hpp"
#include "support/eventually.hpp"
#include "support/server_version.hpp"

using namespace headstart::test;

namespace {

struct Refusal {
    std::string url;
    std::string obstacle; ///< as a sentence
    std::string words;    ///< the server's
    std::string shown;    ///< the URL as it may be shown
    std::string sqlstate; ///< with its line; empty when libpq said it
    std::string hint;
};

} // namespace

TEST_CASE("what waiting cannot help ends at once with its cause") {
    Project project;
    project.migration("a1", "", "CREATE TABLE a (id int);");
    const Cluster cluster;
    Session admin(cluster.url());
    admin.query("CREATE ROLE app LOGIN PASSWORD 'right'");
    admin.query("CREATE DATABASE barred");
    cluster.add_hba_line("host barred all all reject");
    cluster.add_hba_line("host all ghost all trust");
    const auto at = "@127.0.0.1:" + cluster.port() + "/";
    const std::string unencrypted = server_has(Since::encryption_is_any) ? "no encryption" : "SSL off";
    const std::vector<Refusal> refusals{
        {"postgresql://app:opensesame" + at + "postgres", "the password is wrong or missing",
         "password authentication failed for user \"app\"", "app:***" + at + "postgres", "sqlstate: 28P01\n",
         "check user and password of the database URL; waiting cannot help"},
        {"postgresql://app" + at + "postgres", "the password is wrong or missing",
         "fe_sendauth: no password supplied", "app:***" + at + "postgres", "",
         "check user and password of the database URL; waiting cannot help"},
        {"postgresql://app:right" + at + "nowhere", "there is no such database",
         "database \"nowhere\" does not exist", "app:***" + at + "nowhere", "sqlstate: 3D000\n",
         "create the database (`headstart database create`), or correct its name in the database URL; "
         "waiting cannot help"},
        {"postgresql://ghost:opensesame" + at + "postgres", "there is no such role",
         "role \"ghost\" does not exist", "ghost:***" + at + "postgres", "sqlstate: 28000\n",
         "create the role, or correct the user in the database URL; waiting cannot help"},
        {"postgresql://app:opensesame" + at + "barred?sslmode=disable", "the server does not let us in",
         "pg_hba.conf rejects connection for host \"127.0.0.1\", user \"app\", database \"barred\", " +
             unencrypted,
         "app:***" + at + "barred", "sqlstate: 28000\n",
         "look at pg_hba.conf and at the role's rights; waiting cannot help"},
        {"postgresql://app:opensesame" + at + "postgres?sslmode=require", "TLS was not agreed on",
         "server does not support SSL, but SSL was required", "app:***" + at + "postgres", "",
         "check sslmode and sslrootcert, and that the server's certificate is signed by that CA, bears the "
         "host's name and has not expired; waiting cannot help"},
    };
    for (const auto& refusal : refusals) {
        const auto begin = std::chrono::steady_clock::now();
        const auto outcome = project.headstart(Call{{"run", "--wait-timeout", "50s", "--", "echo", "started"},
                                                    {{"DATABASE_URL", refusal.url}},
                                                    {},
                                                    {},
                                                    {}});
        CHECK(std::chrono::steady_clock::now() - begin < k_promptly);
        CHECK(outcome.status == 1);
        CHECK(outcome.out == "");
        CHECK(outcome.err == "error[HS0302]: cannot connect to the database: " + refusal.obstacle + "\n" +
                                 refusal.sqlstate + "note: 127.0.0.1:" + cluster.port() +
                                 " said: " + refusal.words + "\nnote: the database URL: postgresql://" +
                                 refusal.shown + "\nhint: " + refusal.hint + "\n");
        CHECK(outcome.err.find("opensesame") == std::string::npos);
    }
}
