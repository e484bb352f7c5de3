#pragma once

#include <string_view>

namespace headstart::sql {

/// Whether a statement is nothing but a call of those functions by which pg_dump writes into a large object,
/// whose descriptor lives as long as its transaction (manual, "Large Objects"): `SELECT
/// pg_catalog.lo_open('4242', 131072)`.
bool writes_large_object(std::string_view statement);

} // namespace headstart::sql
