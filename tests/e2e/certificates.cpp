#include "e2e/certificates.hpp"

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <random>
#include <stdexcept>

namespace headstart::test {

namespace {

using namespace std::chrono_literals;

void check(bool is_done, const char* what) {
    if (!is_done) {
        throw std::runtime_error(std::string(what) + ": " + ERR_error_string(ERR_get_error(), nullptr));
    }
}

std::shared_ptr<EVP_PKEY> make_key() {
    std::shared_ptr<EVP_PKEY> key(EVP_EC_gen("P-256"), EVP_PKEY_free);
    check(key != nullptr, "EVP_EC_gen");
    return key;
}

void add_extension(X509* certificate, int kind, const std::string& value) {
    const std::unique_ptr<X509_EXTENSION, decltype(&X509_EXTENSION_free)> extension(
        X509V3_EXT_conf_nid(nullptr, nullptr, kind, value.c_str()), X509_EXTENSION_free);
    check(extension && X509_add_ext(certificate, extension.get(), -1) == 1, value.c_str());
}

/// Not signed yet; the issuer is to be set too.
std::shared_ptr<X509> make_certificate(const std::string& name, EVP_PKEY* key, std::chrono::hours ends_in) {
    std::shared_ptr<X509> certificate(X509_new(), X509_free);
    check(certificate != nullptr, "X509_new");
    constexpr long k_version_3 = 2;
    X509_set_version(certificate.get(), k_version_3);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), static_cast<long>(std::random_device()()));
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()),
                    static_cast<long>(std::chrono::seconds(-24h).count()));
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()),
                    static_cast<long>(std::chrono::seconds(ends_in).count()));
    X509_NAME* subject = X509_get_subject_name(certificate.get());
    X509_NAME_add_entry_by_NID(subject, NID_commonName, MBSTRING_UTF8,
                               reinterpret_cast<const unsigned char*>(name.data()), // NOLINT: OpenSSL's bytes
                               static_cast<int>(name.size()), -1, 0);
    check(X509_set_pubkey(certificate.get(), key) == 1, "X509_set_pubkey");
    return certificate;
}

template<typename Write>
std::string as_pem(Write&& write) {
    const std::unique_ptr<BIO, decltype(&BIO_free)> memory(BIO_new(BIO_s_mem()), BIO_free);
    check(memory && write(memory.get()) == 1, "PEM_write");
    char* text = nullptr;
    const auto size = BIO_get_mem_data(memory.get(), &text);
    return {text, static_cast<std::size_t>(size)};
}

std::string pem_of(X509* certificate) {
    return as_pem([&](BIO* memory) { return PEM_write_bio_X509(memory, certificate); });
}

} // namespace

Authority::Authority(const std::string& name)
    : m_key(make_key())
    , m_certificate(make_certificate(name, m_key.get(), 1h)) {
    X509_set_issuer_name(m_certificate.get(), X509_get_subject_name(m_certificate.get()));
    add_extension(m_certificate.get(), NID_basic_constraints, "critical,CA:TRUE");
    check(X509_sign(m_certificate.get(), m_key.get(), EVP_sha256()) > 0, "X509_sign");
}

std::string Authority::certificate() const {
    return pem_of(m_certificate.get());
}

Identity Authority::issue(const std::string& name, std::chrono::hours ends_in) const {
    const auto key = make_key();
    const auto certificate = make_certificate(name, key.get(), ends_in);
    X509_set_issuer_name(certificate.get(), X509_get_subject_name(m_certificate.get()));
    add_extension(certificate.get(), NID_subject_alt_name, "DNS:" + name);
    check(X509_sign(certificate.get(), m_key.get(), EVP_sha256()) > 0, "X509_sign");
    return {pem_of(certificate.get()), as_pem([&](BIO* memory) {
                return PEM_write_bio_PrivateKey(memory, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
            })};
}

} // namespace headstart::test
