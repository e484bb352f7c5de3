#pragma once

#include <string>
#include <string_view>

namespace headstart::pg {

/// `"name"` with quotes doubled: always quoted, so that no keyword list has to be kept
/// (manual, "Identifiers and Key Words").
std::string quote_identifier(std::string_view name);

/// `'text'`, or `E'text'` when it holds a backslash, so that the value is the same whatever
/// standard_conforming_strings is (manual, "String Constants").
std::string quote_literal(std::string_view text);

} // namespace headstart::pg
