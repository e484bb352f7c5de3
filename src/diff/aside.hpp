#pragma once

#include "diff/rules.hpp"

#include <string>

namespace headstart::diff {

/// `"Users__old"` of `"Users"`: under what name something is kept while another one takes its place; no
/// longer than a name may be, and without a function's arguments.
std::string name_aside(const std::string& name);

/// The same with its schema, where the name has one.
std::string whole_name_aside(const Object& object);

/// For as long as something needs it still.
Statement put_out_of_way(const Object& object);

} // namespace headstart::diff
