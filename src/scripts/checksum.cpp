#include "scripts/checksum.hpp"

#include "sql/scanner.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <array>
#include <memory>
#include <stdexcept>

namespace headstart::scripts {

namespace {

class Digest {
public:
    Digest()
        : m_context(EVP_MD_CTX_new(), EVP_MD_CTX_free) {
        if (!m_context || EVP_DigestInit_ex(m_context.get(), EVP_sha256(), nullptr) != 1) {
            throw std::runtime_error("SHA-256 is not available");
        }
    }

    /// Each part ends in a NUL, which no part can hold: "ab" "c" and "a" "bc" differ.
    void add(std::string_view part) {
        EVP_DigestUpdate(m_context.get(), part.data(), part.size());
        EVP_DigestUpdate(m_context.get(), "", 1);
    }

    std::string hex() {
        std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
        unsigned size = 0;
        EVP_DigestFinal_ex(m_context.get(), bytes.data(), &size);
        std::string text;
        for (unsigned i = 0; i < size; ++i) {
            text += fmt::format("{:02x}", bytes.at(i));
        }
        return text;
    }

private:
    std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> m_context;
};

/// A function's body or a string of several lines is the same one in a working copy with CRLF.
std::string with_unix_line_ends(std::string_view text) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (!text.substr(i).starts_with("\r\n")) {
            result += text[i];
        }
    }
    return result;
}

} // namespace

std::string checksum(const Section& section) {
    Digest digest;
    digest.add(section.transactional ? "" : "transaction:false");
    const auto text = section.text();
    const auto copy = sql::blank_copy_data(text);
    sql::Scanner scanner(copy.sql);
    while (const auto token = scanner.next()) {
        if (token->kind != sql::TokenKind::comment) {
            digest.add(with_unix_line_ends(text.substr(token->begin, token->end - token->begin)));
        }
    }
    for (const auto& block : copy.blocks) {
        digest.add(with_unix_line_ends(text.substr(block.begin, block.end - block.begin)));
    }
    return digest.hex();
}

} // namespace headstart::scripts
