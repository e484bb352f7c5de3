#pragma once

#include <string>
#include <string_view>

namespace headstart::pg {

/// For a parameter that names a file which libpq or OpenSSL opens and reads without a limit and deaf to
/// signals: a named pipe there would hold us up for ever. Throws diag::Error (usage, bad_url) if what is
/// there is no file; nothing else is refused, a file that is missing neither.
void refuse_if_no_file(std::string_view keyword, const std::string& value);

/// The same for the PG* variables.
void refuse_variables_of_no_file();

/// The same for those that libpq finds in the home folder where none is named. To be asked once, before a
/// connection is made.
void refuse_home_files_of_no_file();

/// Where libpq looks for a file of this name in the home folder; empty where there is none.
std::string home_file(std::string_view name);

} // namespace headstart::pg
