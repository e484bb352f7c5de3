#include "database/upgrade_lock.hpp"

#include <openssl/sha.h>

#include <array>
#include <string>

namespace headstart::database {

std::int64_t upgrade_lock_key(std::string_view schema, std::string_view table) {
    std::string name = "headstart";
    for (const auto part : {schema, table}) {
        name += '\0';
        name += part;
    }
    std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
    SHA256(reinterpret_cast<const unsigned char*>(name.data()), name.size(), digest.data());
    std::uint64_t key = 0;
    for (std::size_t i = 0; i < sizeof key; ++i) {
        key = key << 8U | digest.at(i);
    }
    return static_cast<std::int64_t>(key);
}

} // namespace headstart::database
