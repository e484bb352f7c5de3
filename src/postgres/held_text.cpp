#include "postgres/held_text.hpp"

#include <fmt/format.h>

#include <cstdint>

namespace headstart::postgres {

namespace {

constexpr std::uint32_t k_ascii_end = 0x80;
constexpr std::uint32_t k_latin1_end = 0x100; // whose characters are the first of Unicode's

bool holds_all(std::string_view server_encoding) {
    return server_encoding.empty() || server_encoding == "UTF8" || server_encoding == "SQL_ASCII";
}

} // namespace

std::string held_text(std::string_view text, std::string_view server_encoding) {
    if (holds_all(server_encoding)) {
        return std::string(text);
    }
    // The first code point that it may lack. Which of the others it has, only the server's tables know.
    const auto doubtful = server_encoding == "LATIN1" ? k_latin1_end : k_ascii_end;
    std::string held;
    held.reserve(text.size());
    for (std::size_t i = 0; i < text.size();) {
        const auto first = static_cast<unsigned char>(text[i]);
        const std::size_t length = first < 0xC0U ? 1 : first < 0xE0U ? 2 : first < 0xF0U ? 3 : 4;
        const auto bytes = text.substr(i, length);
        std::uint32_t code = length == 1 ? first : first & (0x7FU >> length);
        for (const char byte : bytes.substr(1)) {
            code = (code << 6U) | (static_cast<unsigned char>(byte) & 0x3FU);
        }
        if (code < doubtful) {
            held += bytes;
        } else {
            held += code > 0xFFFFU ? fmt::format("\\U{:08x}", code) : fmt::format("\\u{:04x}", code);
        }
        i += bytes.size();
    }
    return held;
}

} // namespace headstart::postgres
