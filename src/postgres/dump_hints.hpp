#pragma once

#include "pg/server_error.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace headstart::postgres {

/// What to do about a server's error in a statement as a dump has it that was made for another server, or for
/// psql: a setting or a role that this server lacks, one of psql's variables. Nothing for any other.
std::optional<std::string> hint_for_dump(std::string_view statement, const pg::ServerError& error);

} // namespace headstart::postgres
