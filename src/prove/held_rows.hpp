#pragma once

#include "pg/connection.hpp"
#include "schema/object.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace headstart::prove {

/// What a column held that is not generated: its values as JSON, sorted.
struct HeldColumn {
    std::string address; ///< its name, quoted where it has to be
    std::string type;
    std::vector<std::string> values;
};

/// What a table held.
struct HeldRows {
    std::map<std::string, HeldColumn> columns; ///< by name
    std::size_t count = 0;
};

using HeldByTable = std::map<std::string, HeldRows>; ///< by the table's whole name
using Partitions = std::map<std::string, HeldByTable>;

/// What tables held at one time.
struct Held {
    HeldByTable tables;
    /// Of a partitioned table, what its partitions held: which may go, or stand alone, with their rows.
    Partitions partitions;
};

/// Of those that are there. For all that is here: names are whole ones, and the session's search_path has
/// pg_catalog alone.
HeldByTable read_held(pg::Connection& connection, const std::vector<std::string>& tables);
Held read_all_held(pg::Connection& connection, const std::vector<std::string>& tables);
std::vector<std::string> names_of(const HeldByTable& held);

/// Columns (and tables, if it is all of them) that are still there and hold less than before; of a column
/// that has another type now, how many values there are is what counts.
std::vector<schema::Address> lost_since(pg::Connection& connection, const Held& before);

} // namespace headstart::prove
