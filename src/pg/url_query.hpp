#pragma once

#include "pg/conninfo.hpp"

#include <string>
#include <vector>

namespace headstart::pg {

/// Puts a URL's query into libpq's words: `ssl` becomes sslmode, `search_path` and `schema` an entry of
/// options, hosts a list; the query overrides what stands before it. What drivers call otherwise is in
/// pg/driver_parameters.hpp. Returns what is left out, or does not mean here what it does to a driver. Throws
/// diag::Error (usage, bad_url) for one that is nearly a keyword, and for two different search paths.
std::vector<UrlRemark> apply_query(const std::vector<Parameter>& query, std::vector<Parameter>& parameters);

} // namespace headstart::pg
