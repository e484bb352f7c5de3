#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace headstart::base {

/// The words of UTF-8 text, in lower case: what Python's `\w+` finds in it, that is letters and digits of any
/// script and the underscore. Bytes that are no UTF-8 are between words.
std::vector<std::string> words_in_lower_case(std::string_view text);

/// UTF-8 text as it looks (Unicode's NFKC_Casefold): letters of full width are plain, a no-break space is a
/// space, and what nobody sees (soft hyphens, characters of no width) is gone. What is no UTF-8 stays as it
/// is.
std::string as_it_looks(std::string_view text);

} // namespace headstart::base
