#include "base/digest.hpp"

#include <openssl/evp.h>

#include <array>
#include <stdexcept>

namespace headstart::base {

/// Keeps OpenSSL out of the header.
struct Sha256::Context {
    EVP_MD_CTX* evp = EVP_MD_CTX_new();
};

void Sha256::FreeContext::operator()(Context* context) const {
    EVP_MD_CTX_free(context->evp);
    delete context;
}

namespace {

/// Looked up among OpenSSL's providers once, and not by each digest that begins. Never freed: OpenSSL may
/// have been cleaned up before a static object is.
const EVP_MD* sha256() {
    static const EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    return algorithm;
}

} // namespace

Sha256::Sha256()
    : m_context(new Context) {
    if (m_context->evp == nullptr || EVP_DigestInit_ex(m_context->evp, sha256(), nullptr) != 1) {
        throw std::runtime_error("OpenSSL has no SHA-256");
    }
}

void Sha256::add_bytes(std::string_view bytes) {
    EVP_DigestUpdate(m_context->evp, bytes.data(), bytes.size());
}

void Sha256::add(std::string_view part) {
    add_bytes(part);
    EVP_DigestUpdate(m_context->evp, "", 1);
}

std::string Sha256::finish() {
    std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
    unsigned size = 0;
    EVP_DigestFinal_ex(m_context->evp, bytes.data(), &size);
    return {bytes.begin(), bytes.begin() + size};
}

std::string to_hex(std::string_view bytes) {
    constexpr std::string_view k_digits = "0123456789abcdef";
    std::string text(bytes.size() * 2, '\0');
    auto digit = text.begin();
    for (const char byte : bytes) {
        const auto value = static_cast<unsigned char>(byte);
        *digit++ = k_digits[value / k_digits.size()];
        *digit++ = k_digits[value % k_digits.size()];
    }
    return text;
}

} // namespace headstart::base
