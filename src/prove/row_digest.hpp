#pragma once

#include "pg/connection.hpp"
#include "schema/schema.hpp"

#include <cstdint>
#include <map>
#include <string>

namespace headstart::prove {

/// What a table holds, short: the same where its rows are the same, in whatever order.
struct RowDigest {
    std::int64_t count = 0;
    std::map<std::string, std::string> columns; ///< a digest of the values of each, by its name

    friend bool operator==(const RowDigest&, const RowDigest&) = default;
};

/// By the table.
using RowDigests = std::map<schema::Address, RowDigest>;

/// Of all tables that hold rows of their own, in one round trip: those of partitioned tables stand in the
/// partitions, those of foreign tables elsewhere.
RowDigests digest_rows(pg::Connection& connection, const schema::Schema& schema);

} // namespace headstart::prove
