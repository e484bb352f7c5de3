#pragma once

#include <set>
#include <string>
#include <string_view>

namespace headstart::test {

/// What pg_dump says of a schema, an object at a time, without what is of no matter to the schema: the order
/// of the objects, of a table's lines (columns cannot be moved) and of grants.
std::multiset<std::string> dump_entries(std::string_view dump);

/// What stands only in the one ("- ") or only in the other ("+ "); "" for nothing.
std::string difference(const std::multiset<std::string>& wanted, const std::multiset<std::string>& present);

} // namespace headstart::test
