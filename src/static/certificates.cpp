#include <array>
#include <unistd.h>

/// In the static binary only, in place of OpenSSL's function of that name (the linker's --wrap).
///
/// `sslrootcert=system` means the CA certificates of the machine, whose place is compiled into OpenSSL:
/// Debian's, which an Alpine or an empty image does not have. The binary is copied into any image, so it
/// looks where the common distributions keep the bundle. $SSL_CERT_FILE still goes before this.
///
/// Returns a path with static storage; the first one, for the error message, when none exists.
// NOLINTNEXTLINE(bugprone-reserved-identifier,readability-identifier-naming): the linker's name
extern "C" const char* __wrap_X509_get_default_cert_file() {
    static constexpr std::array k_bundles{
        "/etc/ssl/certs/ca-certificates.crt", // Debian, Alpine, distroless, our own image
        "/etc/pki/tls/certs/ca-bundle.crt",   // Fedora, RHEL, UBI
        "/etc/ssl/ca-bundle.pem",             // SUSE
        "/etc/ssl/cert.pem",                  // Alpine without ca-certificates
    };
    for (const char* bundle : k_bundles) {
        if (access(bundle, R_OK) == 0) {
            return bundle;
        }
    }
    return k_bundles.front();
}
