#include "pg/system_certificates.hpp"
#include "support/catch.hpp"
#include "support/scoped_variable.hpp"

#include <unistd.h>

using namespace headstart;
using test::ScopedVariable;

namespace {

const std::string k_url = "postgresql://app@db.example/app";

/// Whether this environment and URL make it name the machine's bundle, for this process alone.
bool names_certificates(const std::string& url) {
    const auto name = pg::name_system_certificates(pg::Conninfo::parse(url));
    const char* file = std::getenv("SSL_CERT_FILE");
    CHECK(name.has_value() == (file != nullptr));
    CHECK(name.value_or("SSL_CERT_FILE") == "SSL_CERT_FILE");
    CHECK((file == nullptr || ::access(file, R_OK) == 0));
    return name.has_value();
}

} // namespace

TEST_CASE("the machine's certificates are named where sslrootcert=system may be meant") {
    if (::access("/etc/ssl/certs/ca-certificates.crt", R_OK) != 0) {
        WARN("this machine has no bundle of CA certificates");
        return;
    }
    const ScopedVariable file("SSL_CERT_FILE", nullptr);
    const ScopedVariable root("PGSSLROOTCERT", nullptr);
    const ScopedVariable service("PGSERVICE", nullptr);

    SECTION("nobody asks") {
        CHECK_FALSE(names_certificates(k_url));
        CHECK_FALSE(names_certificates(k_url + "?sslmode=verify-full&sslrootcert=/run/secrets/ca.crt"));
    }
    SECTION("by a variable") {
        const ScopedVariable system("PGSSLROOTCERT", "system");
        CHECK_FALSE(names_certificates(k_url + "?sslrootcert=/run/secrets/ca.crt"));
        CHECK(names_certificates(k_url));
    }
    SECTION("by a service file, which libpq alone reads") {
        CHECK(names_certificates("service=app"));
    }
    SECTION("somebody has named others") {
        const ScopedVariable theirs("SSL_CERT_FILE", "/run/secrets/bundle.crt");
        const ScopedVariable system("PGSSLROOTCERT", "system");
        CHECK(pg::name_system_certificates(pg::Conninfo::parse(k_url)) == std::nullopt);
        CHECK(std::getenv("SSL_CERT_FILE") == std::string("/run/secrets/bundle.crt"));
    }
}
