#pragma once

#include <chrono>
#include <memory>
#include <string>

using X509 = struct x509_st;
using EVP_PKEY = struct evp_pkey_st;

namespace headstart::test {

/// A certificate and its private key, both as PEM.
struct Identity {
    std::string certificate;
    std::string key;
};

/// A certificate authority of a test's own, trusted by nobody else.
class Authority {
public:
    explicit Authority(const std::string& name);

    /// Its own certificate as PEM: what sslrootcert and ssl_ca_file are given.
    [[nodiscard]] std::string certificate() const;

    /// For a server the name is its host, for a client its database user. Valid since yesterday; one that
    /// ends in the past has expired.
    [[nodiscard]] Identity issue(const std::string& name,
                                 std::chrono::hours ends_in = std::chrono::hours(1)) const;

private:
    std::shared_ptr<EVP_PKEY> m_key;
    std::shared_ptr<X509> m_certificate;
};

} // namespace headstart::test
