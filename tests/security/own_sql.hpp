#pragma once

#include <string>
#include <vector>

namespace headstart::test {

/// The names in a statement that the search path would look up: "operator =", "function now", "type text",
/// "relation pg_class". None, where every one is qualified. What the grammar itself names (`int`, `extract`)
/// is pg_catalog's. "not SQL: …" where it cannot be parsed.
std::vector<std::string> unqualified_names(const std::string& statement);

} // namespace headstart::test
