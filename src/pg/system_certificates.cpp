#include "pg/system_certificates.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string_view>
#include <unistd.h>

namespace headstart::pg {

namespace {

constexpr const char* k_variable = "SSL_CERT_FILE";

constexpr std::array k_bundles{
    "/etc/ssl/certs/ca-certificates.crt", // Debian, Alpine, distroless, our own image
    "/etc/pki/tls/certs/ca-bundle.crt",   // Fedora, RHEL, UBI
    "/etc/ssl/ca-bundle.pem",             // SUSE
    "/etc/ssl/cert.pem",                  // Alpine without ca-certificates
};

/// What libpq will take: of the URL, of the service file (which only libpq reads), of the environment.
bool may_ask_for_system(const Conninfo& conninfo) {
    constexpr std::string_view k_system = "system";
    if (const auto given = conninfo.get("sslrootcert")) {
        return *given == k_system;
    }
    const char* variable = std::getenv("PGSSLROOTCERT");
    return conninfo.get("service") || std::getenv("PGSERVICE") != nullptr ||
           (variable != nullptr && variable == k_system);
}

} // namespace

void name_system_certificates(const Conninfo& conninfo) {
    if (std::getenv(k_variable) != nullptr || !may_ask_for_system(conninfo)) {
        return;
    }
    const auto* const bundle = std::find_if(k_bundles.begin(), k_bundles.end(),
                                            [](const char* path) { return ::access(path, R_OK) == 0; });
    if (bundle != k_bundles.end()) {
        ::setenv(k_variable, *bundle, 1);
    }
}

} // namespace headstart::pg
