#pragma once

#include "support/process.hpp"

#include <string>

namespace headstart::test {

/// The path of one of the server's programs, "pg_ctl", "pg_dump", of the same version as the cluster of the
/// tests: in PGBIN, or in the folder of a server that is installed.
std::string server_program(const std::string& name);

/// For a command that starts servers, as scripts/throwaway-postgres.sh: PATH, PGBIN, and English words.
Environment server_environment();

} // namespace headstart::test
