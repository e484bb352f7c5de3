#include "postgres/leftovers.hpp"

#include <fmt/format.h>

#include <string>

namespace headstart::postgres {

namespace {

/// Each row is what it is, and what ends it. Columns that older servers lack are read as JSON.
constexpr const char* k_query =
    "SELECT what, ending FROM ("
    // An index that is being built is not valid either.
    "SELECT pg_catalog.format('index %s on %s is not valid: no query uses it; a build or REINDEX CONCURRENTLY"
    " that failed has left it, or one is on its way', i.indexrelid::pg_catalog.regclass,"
    " i.indrelid::pg_catalog.regclass) AS what,"
    " pg_catalog.format('DROP INDEX CONCURRENTLY %s', i.indexrelid::pg_catalog.regclass) AS ending"
    " FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid OPERATOR(pg_catalog.=) i.indexrelid"
    " WHERE NOT i.indisvalid AND c.relkind OPERATOR(pg_catalog.=) 'i'"
    " UNION ALL "
    "SELECT pg_catalog.format('constraint %I of %s is NOT VALID: rows from before it are not checked', "
    "k.conname,"
    " k.conrelid::pg_catalog.regclass),"
    " pg_catalog.format('ALTER TABLE %s VALIDATE CONSTRAINT %I', k.conrelid::pg_catalog.regclass, k.conname)"
    " FROM pg_catalog.pg_constraint k WHERE NOT k.convalidated"
    " AND k.conrelid OPERATOR(pg_catalog.<>) 0::pg_catalog.oid"
    " AND coalesce((pg_catalog.to_jsonb(k) OPERATOR(pg_catalog.->>) 'conenforced')::pg_catalog.bool, true)"
    " UNION ALL "
    "SELECT pg_catalog.format('partition %s is half detached from %s', h.inhrelid::pg_catalog.regclass,"
    " h.inhparent::pg_catalog.regclass),"
    " pg_catalog.format('ALTER TABLE %s DETACH PARTITION %s FINALIZE', h.inhparent::pg_catalog.regclass,"
    " h.inhrelid::pg_catalog.regclass)"
    " FROM pg_catalog.pg_inherits h"
    " WHERE (pg_catalog.to_jsonb(h) OPERATOR(pg_catalog.->>) 'inhdetachpending')::pg_catalog.bool"
    ") AS leftovers ORDER BY what COLLATE pg_catalog.\"C\" LIMIT 20";

} // namespace

pg::Command look_for_leftovers() {
    return {k_query};
}

std::vector<database::Leftover> read_leftovers(const pg::Result& result) {
    std::vector<database::Leftover> all;
    for (int row = 0; row < result.row_count(); ++row) {
        all.push_back({std::string(result.value(row, 0)), std::string(result.value(row, 1))});
    }
    return all;
}

} // namespace headstart::postgres
