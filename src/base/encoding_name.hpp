#pragma once

#include <string_view>

namespace headstart::base {

/// Whether this name of an encoding is one of UTF-8's to a PostgreSQL server (manual, "Supported Character
/// Sets").
bool names_utf8(std::string_view encoding);

} // namespace headstart::base
