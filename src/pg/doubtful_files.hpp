#pragma once

#include "pg/conninfo.hpp"

#include <string>
#include <vector>

namespace headstart::pg {

/// Looks at the files that libpq is about to read, the password file and the service file, for what it would
/// pass over without a word (a first line behind a byte order mark, UTF-16) or print to standard error by
/// itself, bare lines between the records of the log: a password file that it does not use, for others may
/// read it. Such a one is kept from it. Returns what is to be said. Throws diag::Error (usage, bad_url) for
/// what is no file, and would hold us up.
std::vector<std::string> look_at_files(Conninfo& conninfo);

} // namespace headstart::pg
