#include "pg/system_certificates.hpp"
#include "support/catch.hpp"
#include "support/scoped_variable.hpp"

#include <unistd.h>

using namespace headstart;
using test::ScopedVariable;

namespace {

/// Whether it names the machine's bundle now.
bool names_certificates(const pg::Conninfo& conninfo) {
    pg::name_system_certificates(conninfo);
    const char* file = std::getenv("SSL_CERT_FILE");
    CHECK((file == nullptr || ::access(file, R_OK) == 0));
    return file != nullptr;
}

} // namespace

TEST_CASE("the machine's certificates are named where sslrootcert=system may be meant") {
    const bool are_there = ::access("/etc/ssl/certs/ca-certificates.crt", R_OK) == 0;
    const ScopedVariable file("SSL_CERT_FILE", nullptr);
    const ScopedVariable root("PGSSLROOTCERT", nullptr);
    const ScopedVariable service("PGSERVICE", nullptr);
    // Read before the variables are set: an older libpq refuses `system`.
    const auto silent = pg::Conninfo::parse("postgresql://app@db.example/app");
    const auto own = silent.with({{"sslrootcert", "/run/secrets/ca.crt"}});

    SECTION("nobody asks") {
        CHECK_FALSE(names_certificates(silent));
        CHECK_FALSE(names_certificates(own));
    }
    SECTION("by the URL") {
        CHECK(names_certificates(silent.with({{"sslrootcert", "system"}})) == are_there);
    }
    SECTION("by a variable") {
        const ScopedVariable system("PGSSLROOTCERT", "system");
        CHECK_FALSE(names_certificates(own));
        CHECK(names_certificates(silent) == are_there);
    }
    SECTION("by a service file, which libpq alone reads") {
        CHECK(names_certificates(silent.with({{"service", "app"}})) == are_there);
    }
    SECTION("somebody has named others") {
        const ScopedVariable theirs("SSL_CERT_FILE", "/run/secrets/bundle.crt");
        pg::name_system_certificates(silent.with({{"sslrootcert", "system"}}));
        CHECK(std::getenv("SSL_CERT_FILE") == std::string("/run/secrets/bundle.crt"));
    }
}
