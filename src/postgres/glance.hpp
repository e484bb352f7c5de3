#pragma once

#include "pg/connection.hpp"
#include "postgres/version_table.hpp"

#include <optional>
#include <string>
#include <vector>

namespace headstart::postgres {

/// Of a database that stands in order: both tables are there and ours, and nothing is half-done.
struct Glance {
    std::string schema; ///< of both tables
    std::vector<std::string> rows;
    std::string server_pid; ///< see pg::is_pooled()
};

/// What a start asks, over and over, of a database that has nothing to tell but its rows: two round trips,
/// and one where both tables have been seen before (so that who waits is not seen idle in a transaction), of
/// which the server plans little (a new session has no catalogue in its caches, and the whole look, which can
/// tell everything else too, costs it ten milliseconds). Nothing where it is not as simple as that: then
/// look_at_standing() finds out what it is, and what is wrong.
///
/// Reads no table of others, whoever has put it in the place of ours: what owner, kind or rules make doubtful
/// ends the transaction before the tables are named in a query.
std::optional<Glance> glance(pg::Connection& connection, const VersionTable& table,
                             const std::vector<pg::ServerSetting>& settings, bool have_been_there);

} // namespace headstart::postgres
