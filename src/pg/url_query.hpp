#pragma once

#include "pg/conninfo.hpp"

#include <string>
#include <vector>

namespace headstart::pg {

/// Puts a URL's query into libpq's words: `ssl` becomes sslmode, `search_path` an entry of options, hosts a
/// list; the query overrides what stands before it. Returns the names that libpq does not know and only
/// drivers or pools would. Throws diag::Error (usage, bad_url) for one that is nearly a keyword.
std::vector<std::string> apply_query(const std::vector<Parameter>& query, std::vector<Parameter>& parameters);

} // namespace headstart::pg
