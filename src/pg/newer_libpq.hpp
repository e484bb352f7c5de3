#pragma once

#include <string_view>
#include <vector>

namespace headstart::pg {

/// For a parameter that protects the connection and that this libpq is too old to know. Leaving it out would
/// be to connect with less care than was asked for: throws diag::Error (usage, bad_url). Nothing else is
/// refused.
void refuse_if_newer(std::string_view keyword, std::string_view value);

/// The same for the PG* variables, which an older libpq does not look at.
void refuse_newer_variables();

/// These variables, whether or not this libpq knows them.
std::vector<const char*> newer_variables();

} // namespace headstart::pg
