#pragma once

#include "pg/connection.hpp"

#include <cstdint>
#include <string_view>

namespace headstart::postgres {

/// The key of the advisory lock that upgraders of one version table share: the first eight bytes of the
/// SHA-256 of schema and table. The database is part of every advisory lock already (manual, "Explicit
/// Locking: Advisory Locks").
std::int64_t upgrade_lock_key(std::string_view schema, std::string_view table);

/// Tries to take it for the session, without waiting: true in one value if it is ours.
pg::Command try_upgrade_lock(std::int64_t key);

/// Divides by zero unless this session has it, or could take it again: a file may have given it away with all
/// advisory locks of its own.
pg::Command keep_upgrade_lock(std::int64_t key);

} // namespace headstart::postgres
