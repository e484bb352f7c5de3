#pragma once

// SHA-256 and what is made of it, in as few lines as will do: the floor of the benchmark links no library.
// Plain C++ without the processor's own instructions, so a client with those may do better.

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace bench {

using Digest = std::array<std::uint8_t, 32>;

class Sha256 {
public:
    void add(const void* data, std::size_t size) {
        const auto* bytes = static_cast<const std::uint8_t*>(data);
        for (std::size_t i = 0; i < size; ++i) {
            m_block[m_used++] = bytes[i];
            if (m_used == m_block.size()) {
                compress();
                m_used = 0;
            }
        }
        m_total += size;
    }

    Digest digest() {
        const auto bits = m_total * 8;
        std::uint8_t pad = 0x80;
        do {
            add(&pad, 1);
            pad = 0;
        } while (m_used != 56);
        for (int shift = 56; shift >= 0; shift -= 8) {
            const auto byte = static_cast<std::uint8_t>(bits >> shift);
            add(&byte, 1);
        }
        Digest digest;
        for (std::size_t i = 0; i < digest.size(); ++i) {
            digest[i] = static_cast<std::uint8_t>(m_state[i / 4] >> (24 - 8 * (i % 4)));
        }
        return digest;
    }

private:
    static constexpr std::array<std::uint32_t, 64> k_rounds{
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
        0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
        0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
        0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
        0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
        0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
        0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
        0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

    void compress() {
        std::array<std::uint32_t, 64> w{};
        for (std::size_t i = 0; i < 16; ++i) {
            w[i] = std::uint32_t{m_block[4 * i]} << 24 | std::uint32_t{m_block[4 * i + 1]} << 16 |
                   std::uint32_t{m_block[4 * i + 2]} << 8 | std::uint32_t{m_block[4 * i + 3]};
        }
        for (std::size_t i = 16; i < 64; ++i) {
            const auto s0 = std::rotr(w[i - 15], 7) ^ std::rotr(w[i - 15], 18) ^ (w[i - 15] >> 3);
            const auto s1 = std::rotr(w[i - 2], 17) ^ std::rotr(w[i - 2], 19) ^ (w[i - 2] >> 10);
            w[i] = w[i - 16] + s0 + w[i - 7] + s1;
        }
        auto [a, b, c, d, e, f, g, h] = m_state;
        for (std::size_t i = 0; i < 64; ++i) {
            const auto s1 = std::rotr(e, 6) ^ std::rotr(e, 11) ^ std::rotr(e, 25);
            const auto t1 = h + s1 + ((e & f) ^ (~e & g)) + k_rounds[i] + w[i];
            const auto s0 = std::rotr(a, 2) ^ std::rotr(a, 13) ^ std::rotr(a, 22);
            const auto t2 = s0 + ((a & b) ^ (a & c) ^ (b & c));
            h = g;
            g = f;
            f = e;
            e = d + t1;
            d = c;
            c = b;
            b = a;
            a = t1 + t2;
        }
        const std::array<std::uint32_t, 8> mixed{a, b, c, d, e, f, g, h};
        for (std::size_t i = 0; i < mixed.size(); ++i) {
            m_state[i] += mixed[i];
        }
    }

    std::array<std::uint32_t, 8> m_state{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                         0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    std::array<std::uint8_t, 64> m_block{};
    std::size_t m_used = 0;
    std::uint64_t m_total = 0;
};

inline std::string_view bytes_of(const Digest& digest) {
    return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

inline Digest sha256(std::string_view text) {
    Sha256 hash;
    hash.add(text.data(), text.size());
    return hash.digest();
}

/// HMAC with a key whose two pads are hashed once, however many messages follow.
class Hmac {
public:
    explicit Hmac(std::string_view key) {
        std::array<std::uint8_t, 64> pad{};
        const auto hashed = sha256(key);
        std::memcpy(pad.data(), key.size() > pad.size() ? bytes_of(hashed).data() : key.data(),
                    key.size() > pad.size() ? hashed.size() : key.size());
        for (auto& byte : pad) {
            byte ^= 0x36;
        }
        m_inner.add(pad.data(), pad.size());
        for (auto& byte : pad) {
            byte ^= 0x36 ^ 0x5c;
        }
        m_outer.add(pad.data(), pad.size());
    }

    [[nodiscard]] Digest of(std::string_view message) const {
        auto inner = m_inner;
        inner.add(message.data(), message.size());
        const auto digest = inner.digest();
        auto outer = m_outer;
        outer.add(digest.data(), digest.size());
        return outer.digest();
    }

private:
    Sha256 m_inner;
    Sha256 m_outer;
};

/// PBKDF2 with one block, as SCRAM has it.
inline Digest salted_password(std::string_view password, std::string salt, int iterations) {
    const Hmac hmac(password);
    auto last = hmac.of(salt.append({'\0', '\0', '\0', '\1'}));
    auto result = last;
    for (int i = 1; i < iterations; ++i) {
        last = hmac.of(bytes_of(last));
        for (std::size_t byte = 0; byte < result.size(); ++byte) {
            result[byte] ^= last[byte];
        }
    }
    return result;
}

} // namespace bench
