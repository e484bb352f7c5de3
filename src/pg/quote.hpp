#pragma once

#include "pg/result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace headstart::pg {

/// `"name"` with quotes doubled: always quoted, so that no keyword list has to be kept
/// (manual, "Identifiers and Key Words").
std::string quote_identifier(std::string_view name);

/// `'text'`, or `E'text'` when it holds a backslash, so that the value is the same whatever
/// standard_conforming_strings is (manual, "String Constants").
std::string quote_literal(std::string_view text);

/// Each as quote_literal() has it, or NULL.
std::vector<std::string> literals(const std::vector<ParameterValue>& values);

/// A statement with each `$1`, `$2` … replaced by the expression at its place: for scripts, which have no
/// parameters. `sql` is a statement of ours: what looks like a parameter inside a quoted name is a part
/// of it, inside its strings it is not told apart.
std::string replace_parameters(std::string_view sql, const std::vector<std::string>& expressions);

} // namespace headstart::pg
