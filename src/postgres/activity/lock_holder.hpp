#pragma once

#include "database/session.hpp"
#include "pg/connection.hpp"

#include <cstdint>
#include <optional>

namespace headstart::postgres {

/// Who holds the upgraders' lock of this database, asked without any right: any user may take an advisory
/// lock, and who waits for one must be able to say for whom. Nothing if nobody does. Throws as
/// pg::Connection::exec does.
std::optional<database::LockHolder> read_lock_holder(pg::Connection& connection, std::int64_t key);

} // namespace headstart::postgres
