#pragma once

#include "database/migration.hpp"

#include <string>
#include <vector>

namespace headstart::postgres {

/// Of each statement of a migration, in order (scripts::statement_checksum()).
std::vector<std::string> statement_checksums(const database::Migration& migration);

} // namespace headstart::postgres
