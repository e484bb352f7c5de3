#pragma once

#include <string>
#include <vector>

namespace headstart::test {

/// Where the records of a log in JSON are not as diag/events.hpp has them, a sentence each: an unknown event
/// or field, one that is missing, empty, or of another type, a line that is no object.
std::vector<std::string> breaches_of_schema(const std::string& log);

} // namespace headstart::test
