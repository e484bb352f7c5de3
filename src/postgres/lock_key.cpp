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

pg::Command keep_upgrade_lock(std::int64_t key) {
    return {"SELECT 1 OPERATOR(pg_catalog./) (CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_locks"
            " WHERE locktype OPERATOR(pg_catalog.=) 'advisory' AND granted"
            " AND pid OPERATOR(pg_catalog.=) pg_catalog.pg_backend_pid()"
            " AND objsubid OPERATOR(pg_catalog.=) 1 AND ((classid::bigint OPERATOR(pg_catalog.<<) 32)"
            " OPERATOR(pg_catalog.|) objid::bigint) OPERATOR(pg_catalog.=) $1::bigint) THEN 1"
            " WHEN pg_catalog.pg_try_advisory_lock($1::bigint) THEN 1 ELSE 0 END)",
            {std::to_string(key)}};
}

} // namespace headstart::postgres
