#include "scripts/checksum.hpp"

#include "diag/diagnostic.hpp"

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

void add_data_lines(Digest& digest, std::string_view data) {
    while (!data.empty()) {
        const auto end = std::min(data.find('\n'), data.size());
        auto line = data.substr(0, end);
        if (line.ends_with('\r')) {
            line.remove_suffix(1);
        }
        digest.add(line);
        data.remove_prefix(std::min(end + 1, data.size()));
    }
}

} // namespace

std::string checksum(const Section& section) {
    Digest digest;
    digest.add(section.transactional ? "" : "transaction:false");
    const auto text = section.text();
    const auto copy = sql::blank_copy_data(text);
    const auto scanned = sql::scan(copy.sql);
    if (scanned.error) {
        // Not SQL to our scanner; a newer server may know better. Every byte counts then.
        digest.add(text);
    }
    for (const auto& token : scanned.tokens) {
        if (token.kind != sql::TokenKind::comment) {
            digest.add(text.substr(token.begin, token.end - token.begin));
        }
    }
    for (const auto& block : copy.blocks) {
        add_data_lines(digest, text.substr(block.begin, block.end - block.begin));
    }
    return digest.hex();
}

} // namespace headstart::scripts
