#pragma once

#include <string>
#include <string_view>

namespace headstart::catalogue {

/// A query as a server of this major version takes it: a line that ends with `--14+` is for 14 and newer, one
/// with `--<14` for what is older.
std::string for_server(std::string_view query, int major);

} // namespace headstart::catalogue
