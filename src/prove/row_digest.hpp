#pragma once

#include "pg/connection.hpp"
#include "schema/schema.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace headstart::prove {

/// What a table holds, short: the same where its rows are the same, in whatever order.
struct RowDigest {
    std::int64_t count = 0;
    /// A digest of the values of each, by its name: how many are not NULL, how many of these are different,
    /// and a sum of their hashes, a space between.
    std::map<std::string, std::string> columns;

    friend bool operator==(const RowDigest&, const RowDigest&) = default;
};

/// By the table.
using RowDigests = std::map<schema::Address, RowDigest>;

/// What stays of a column's digest where the values are others each time: the two numbers.
std::string_view numbers_of(std::string_view column_digest);

/// Of all tables that hold rows of their own, in one round trip: those of partitioned tables stand in the
/// partitions, those of foreign tables elsewhere.
RowDigests digest_rows(pg::Connection& connection, const schema::Schema& schema);

} // namespace headstart::prove
