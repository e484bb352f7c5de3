#pragma once

#include <string>
#include <string_view>

/// A string goes on in the next line, also behind a comment: `'a' -- c`, `'b'` (manual, "String Constants").
/// libpg_query, to which comments are tokens, takes that for two strings.
namespace headstart::sql {

/// Whether there may be one; never no where there is.
bool may_have_continued_string(std::string_view sql);

/// Blanks the comments between the parts of such strings: the text stays as long, and means the same.
void blank_comments_in_strings(std::string& sql);

} // namespace headstart::sql
