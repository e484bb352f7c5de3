#pragma once

#include "pg/connection.hpp"
#include "schema/schema.hpp"
#include "schema/selection.hpp"

#include <string>

namespace headstart::catalogue {

struct ReadOptions {
    /// Under which expressions are printed: names on it come without their schema. As `SET search_path` takes
    /// it.
    std::string search_path;
    schema::Selection selection = {};
    /// The session is in a transaction, and what that has changed counts.
    bool in_transaction = false;
};

/// All that the database holds but what belongs to the server or to an extension, in one snapshot and one
/// round trip. Throws what pg::Connection throws.
///
/// Names in our queries are looked up under pg_catalog alone, for a stranger may have made operators and
/// functions in a schema of the project's path. The server prints expressions under the project's: so each
/// query is planned as a cursor under the one, and fetched under the other.
schema::Schema read_schema(pg::Connection& connection, const ReadOptions& options);

} // namespace headstart::catalogue
