#pragma once

#include <string_view>

namespace headstart::scripts {

/// A new file's name, or a revision's id that becomes part of one, stays in the folder and means the same to
/// everybody who reads it: each part between slashes is neither empty nor `..`, begins with no dot and no
/// dash, and holds no backslash, no control character and no `%2f`. `what` is whom the message speaks of.
/// Throws diag::Error (usage, bad_setting).
void check_file_name(std::string_view name, std::string_view what);

/// The same of a revision's id, which stands in headers and on command lines, too: letters of any script,
/// digits,
/// "_", "-" and dots.
void check_revision_id(std::string_view id);

} // namespace headstart::scripts
