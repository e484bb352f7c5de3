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

Sha256::Sha256()
    : m_context(new Context) {
    if (m_context->evp == nullptr || EVP_DigestInit_ex(m_context->evp, EVP_sha256(), nullptr) != 1) {
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
    std::string text;
    text.reserve(bytes.size() * 2);
    for (const char byte : bytes) {
        constexpr std::string_view k_digits = "0123456789abcdef";
        const auto value = static_cast<unsigned char>(byte);
        text += k_digits[value / k_digits.size()];
        text += k_digits[value % k_digits.size()];
    }
    return text;
}

} // namespace headstart::base
