#pragma once

#include "scripts/section.hpp"

#include <string>

namespace headstart::scripts {

/// SHA-256 (hex) over the tokens of a section: comments, white space and line ends may change without
/// changing it, any other letter may not. The data of a COPY counts line by line, and so does
/// `transaction:false`.
std::string checksum(const Section& section);

} // namespace headstart::scripts
