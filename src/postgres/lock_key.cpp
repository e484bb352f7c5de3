#include "postgres/lock_key.hpp"

#include "base/digest.hpp"

namespace headstart::postgres {

std::int64_t upgrade_lock_key(std::string_view schema, std::string_view table) {
    base::Sha256 digest;
    for (const auto part : {std::string_view("headstart"), schema, table}) {
        digest.add(part);
    }
    const auto bytes = digest.finish();
    std::uint64_t key = 0;
    for (std::size_t i = 0; i < sizeof key; ++i) {
        key = key << 8U | static_cast<unsigned char>(bytes[i]);
    }
    return static_cast<std::int64_t>(key);
}

pg::Command try_upgrade_lock(std::int64_t key) {
    return {"SELECT pg_catalog.pg_try_advisory_lock($1::bigint)", {std::to_string(key)}};
}

} // namespace headstart::postgres
